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
from sdg_flows.storage.failures import disk_error

_EXTRAS = {"s3": "s3", "s3a": "s3"}
"""The extras of this package, by the protocol that each makes readable and writable."""


@dataclass(frozen=True)
class Url:
    """A folder or a file at an fsspec address, with the part of `pathlib.Path` that callers use of both.

    Raises:
        DiskError: from whatever reads or writes there, when it cannot.
    """

    text: str

    def __str__(self) -> str:
        return self.text

    def __truediv__(self, name: str) -> Url:
        return Url(f"{self.text.rstrip('/')}/{name}")

    @property
    def name(self) -> str:
        """Give the last part."""
        return self.text.rstrip("/").rpartition("/")[2]

    def absolute(self) -> Url:
        """Give the address: it is the same from everywhere."""
        return self

    def resolve(self) -> Url:
        """Give the address: it is the same from everywhere."""
        return self

    def exists(self) -> bool:
        """Tell whether anything is there."""
        with disk_error(self, "cannot be read"):
            return self.files.exists(self.path)

    def is_dir(self) -> bool:
        """Tell whether anything is below it."""
        with disk_error(self, "cannot be read"):
            return self.files.isdir(self.path)

    def is_file(self) -> bool:
        """Tell whether a file is there."""
        with disk_error(self, "cannot be read"):
            return self.files.isfile(self.path)

    def read_text(self, encoding: str) -> str:
        """Give the text of the file."""
        with disk_error(self, "cannot be read"):
            return self.files.cat_file(self.path).decode(encoding)

    @contextmanager
    def open(self, encoding: str) -> Generator[io.TextIOWrapper]:
        """Give the file's lines while the context lasts."""
        with disk_error(self, "cannot be read"), self.files.open(self.path, "rb") as file:
            yield io.TextIOWrapper(file, encoding)

    @property
    def files(self) -> Any:  # noqa: ANN401  fsspec has no types
        """Give the file system that the address is in.

        Raises:
            SettingsError: there is none, or its package is not installed.
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
        """Give the path that the file system knows it by."""
        return self.files._strip_protocol(self.text)


Place: TypeAlias = Path | Url
"""Where something lies: a path on this machine, or an address."""


def place(named: str, of: str = "") -> Place:
    """Give the place that is named; `of` is the flag that names it, for messages.

    Raises:
        SettingsError: it is an address that holds a user, a password or a query, or that names another one within.
    """
    return address(named, of) if "://" in named else Path(named)


def address(named: str, of: str = "") -> Url:
    """Give the address that is named, as `place` does.

    Raises:
        SettingsError: as `place` says.
    """
    parts = urlsplit(named)
    said = f"{of} " if of else ""
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise SettingsError(
            f"{said}{parts.scheme}://…: holds a user, a password or a query. Give the bare address, and credentials by "
            "the environment."
        )
    if "::" in named or not re.fullmatch(r"[A-Za-z][\w.+-]*", parts.scheme):
        raise SettingsError(
            f"{said}{named}: this is no address of a folder or file. Expected such as s3://bucket/name."
        )
    return Url(named.rstrip("/"))
