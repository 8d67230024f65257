"""Failures of file systems and object stores as errors of ours: one sentence, without credentials."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Generator
from contextlib import contextmanager

from sdg_flows.core.errors import DiskError, GenerateError, SettingsError

_ROOTS = {
    "aiohttp": "ClientError",
    "botocore.exceptions": "BotoCoreError",
    "gcsfs.retry": "HttpError",
    "azure.core.exceptions": "AzureError",
}
"""By module, the root of a library's errors that are no OSError."""
_SIGNED = re.compile(r"(?<=://)[^/@\s]+@|\?[^\s\"']*")
_DENIED = frozenset({"NoCredentialsError", "PartialCredentialsError", "CredentialRetrievalError", "ProfileNotFound"})


@contextmanager
def disk_error(where: object, what: str) -> Generator[None]:
    """Raise any failure within as `DiskError`: `where`, `what` and the reason. FileExistsError goes through.

    Raises:
        DiskError: something failed.
    """
    try:
        yield
    except FileExistsError:
        raise
    except _failures() as error:
        raise DiskError(f"{where}: {what} ({_reason(error)})") from error


@contextmanager
def unreachable(where: object, flag: str) -> Generator[None]:
    """Raise a failure of the first access to a place, made before anything is asked, as an error of ours.

    Raises:
        SettingsError: there is no such bucket, or it cannot be had with these credentials.
        DiskError: nobody answers there.
    """
    try:
        yield
    except _failures() as error:
        raise _first(error, f"{flag} {where}") from error


def _reason(error: BaseException) -> str:
    """Give what an error says, without the credentials and the query of an address in it."""
    return _SIGNED.sub("", str(error).split("\n")[0]) or type(error).__name__


def _first(error: Exception, said: str) -> GenerateError:
    if isinstance(error, FileNotFoundError):
        return SettingsError(f"{said}: there is no such bucket ({_reason(error)}). Make it, or name another.")
    if isinstance(error, PermissionError) or type(error).__name__ in _DENIED:
        return SettingsError(
            f"{said}: cannot be had with these credentials ({_reason(error)}). They come from the environment, as the "
            "package for such addresses takes them: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY for s3://."
        )
    return DiskError(f"{said}: cannot be reached ({_reason(error)}); nothing was asked")


def _failures() -> tuple[type[Exception], ...]:
    """Give the errors of file systems, with those of the libraries that are loaded."""
    loaded = (getattr(sys.modules.get(module), name, None) for module, name in _ROOTS.items())
    return (OSError, asyncio.TimeoutError, *(error for error in loaded if error))
