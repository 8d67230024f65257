"""Translates errors of file systems and object stores into ours: one sentence, without credentials."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Generator
from contextlib import contextmanager

from sdg_flows.core.errors import DiskError, GenerateError, SettingsError

_LIBRARY_ERRORS = {
    "aiohttp": "ClientError",
    "botocore.exceptions": "BotoCoreError",
    "gcsfs.retry": "HttpError",
    "azure.core.exceptions": "AzureError",
}
"""The base class of each library's errors that are not an OSError, by the module that has it."""
_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+@|\?[^\s\"']*")
_CREDENTIAL_ERRORS = frozenset(
    {"NoCredentialsError", "PartialCredentialsError", "CredentialRetrievalError", "ProfileNotFound"}
)


@contextmanager
def as_disk_error(where: object, what: str) -> Generator[None]:
    """Raise storage errors of the context as a `DiskError` with `where`, `what` and the reason.

    Raises:
        DiskError: an operation failed.
        FileExistsError: passed on unchanged.
    """
    try:
        yield
    except FileExistsError:
        raise
    except _caught_errors() as error:
        raise DiskError(f"{where}: {what} ({_reason(error)})") from error


@contextmanager
def as_access_error(where: object, flag: str) -> Generator[None]:
    """Raise storage errors of the first access to a place, which comes before any request to the teacher, as ours.

    Raises:
        SettingsError: the bucket does not exist, or these credentials give no access to it.
        DiskError: the server does not answer.
    """
    try:
        yield
    except _caught_errors() as error:
        raise _access_error(error, f"{flag} {where}") from error


def _reason(error: BaseException) -> str:
    """Return the first line of an error, without credentials and queries of addresses."""
    return _CREDENTIALS.sub("", str(error).split("\n")[0]) or type(error).__name__


def _access_error(error: Exception, subject: str) -> GenerateError:
    if isinstance(error, FileNotFoundError):
        return SettingsError(f"{subject}: there is no such bucket ({_reason(error)}). Make it, or name another.")
    if isinstance(error, PermissionError) or type(error).__name__ in _CREDENTIAL_ERRORS:
        return SettingsError(
            f"{subject}: cannot be had with these credentials ({_reason(error)}). They come from the environment, as "
            "the package for such addresses takes them: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY for s3://."
        )
    return DiskError(f"{subject}: cannot be reached ({_reason(error)}); nothing was asked")


def _caught_errors() -> tuple[type[Exception], ...]:
    """Return OS errors, timeouts and the errors of the storage libraries that have been imported."""
    loaded = (getattr(sys.modules.get(module), name, None) for module, name in _LIBRARY_ERRORS.items())
    return (OSError, asyncio.TimeoutError, *(error for error in loaded if error))
