from __future__ import annotations

import io
import re
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import fsspec

from sdg_flows.core.errors import SettingsError, did_you_mean
from sdg_flows.storage.failures import as_disk_error

_EXTRAS = {"s3": "s3", "s3a": "s3"}
"""The extra of this package that provides each protocol."""


@dataclass(frozen=True)
class Url:
    """A folder or file at an fsspec address, with the methods of `pathlib.Path` that callers use on both.

    Raises:
        DiskError: from each method that accesses the address, when that fails.
    """

    text: str

    def __str__(self) -> str:
        return self.text

    def __truediv__(self, name: str) -> Url:
        return Url(f"{self.text.rstrip('/')}/{name}")

    @property
    def name(self) -> str:
        """Return the last part of the path."""
        return self.text.rstrip("/").rpartition("/")[2]

    def absolute(self) -> Url:
        """Return the address itself, which is always absolute."""
        return self

    def resolve(self) -> Url:
        """Return the address itself, which is always absolute."""
        return self

    def exists(self) -> bool:
        """Return whether there is a file or folder."""
        with as_disk_error(self, "cannot be read"):
            return self.files.exists(self.path)

    def is_dir(self) -> bool:
        """Return whether there is a folder."""
        with as_disk_error(self, "cannot be read"):
            return self.files.isdir(self.path)

    def is_file(self) -> bool:
        """Return whether there is a file."""
        with as_disk_error(self, "cannot be read"):
            return self.files.isfile(self.path)

    def read_text(self, encoding: str) -> str:
        """Return the text of the file."""
        with as_disk_error(self, "cannot be read"):
            return self.files.cat_file(self.path).decode(encoding)

    @contextmanager
    def open(self, encoding: str) -> Generator[io.TextIOWrapper]:
        """Open the file as text, for reading."""
        with as_disk_error(self, "cannot be read"), self.files.open(self.path, "rb") as file:
            yield io.TextIOWrapper(file, encoding)

    @property
    def files(self) -> Any:  # noqa: ANN401  fsspec has no types
        """Return the fsspec file system of the address.

        Raises:
            SettingsError: the protocol is unknown, or its package is not installed.
        """
        protocol = self.text.partition("://")[0]
        options = {"auto_mkdir": True} if protocol in {"file", "local"} else {}
        try:
            return fsspec.filesystem(protocol, use_listings_cache=False, **options)
        except ValueError as error:
            near = did_you_mean(protocol, fsspec.available_protocols())
            raise SettingsError(f"{self}: there is no file system {protocol!r}.{near}") from error
        except ImportError as error:
            extra = _EXTRAS.get(protocol)
            install = f"`pip install 'sdg_flows[{extra}]'`" if extra else str(error)
            raise SettingsError(f"{self}: a package for {protocol}:// is not installed. {install}.") from error

    @property
    def path(self) -> str:
        """Return the path within the file system."""
        return self.files._strip_protocol(self.text)


Place: TypeAlias = Path | Url
"""The place of a file or folder: a path on this machine or an address."""


def place(text: str, flag: str = "") -> Place:
    """Parse a path or an address. Messages name the `flag` that it was given with.

    Raises:
        SettingsError: the address contains a user, a password, a query, or another address (`::`).
    """
    return address(text, flag) if "://" in text else Path(text)


def address(text: str, flag: str = "") -> Url:
    """Parse an address.

    Raises:
        SettingsError: see `place`.
    """
    parts = urlsplit(text)
    prefix = f"{flag} " if flag else ""
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise SettingsError(
            f"{prefix}{parts.scheme}://…: holds a user, a password or a query. Give the bare address, and credentials "
            "by the environment."
        )
    if "::" in text or not re.fullmatch(r"[A-Za-z][\w.+-]*", parts.scheme):
        raise SettingsError(
            f"{prefix}{text}: this is no address of a folder or file. Expected such as s3://bucket/name."
        )
    return Url(text.rstrip("/"))
