"""Files and folders written atomically."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Generator, Iterable
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from secrets import token_hex

from sdg_flows.core.errors import DiskError

LINES_PER_WRITE = 500


@dataclass(frozen=True)
class FileFacts:
    """The number of lines of a file and the sha256 of its bytes."""

    lines: int
    sha256: str


def write_lines(path: Path, lines: Iterable[str]) -> FileFacts:
    """Write lines to a new file, each with a line end, and flush it to disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    count, remaining, sha256 = 0, iter(lines), hashlib.sha256()
    with path.open("xb") as file:
        while batch := list(islice(remaining, LINES_PER_WRITE)):
            content = "\n".join([*batch, ""]).encode(errors="replace")
            count += len(batch)
            sha256.update(content)
            file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return FileFacts(count, sha256.hexdigest())


def replace_file(path: Path, lines: Iterable[str], what: str) -> FileFacts:
    """Write lines to a file atomically, replacing an existing one.

    Raises:
        DiskError: the file cannot be written; `what` names the content in the message.
        GenerateError: whatever `lines` raises. In both cases an existing file is unchanged.
    """
    partial = path.with_name(f".{path.name}.partial-{token_hex(4)}")
    try:
        facts = write_lines(partial, lines)
        partial.replace(path)
    except OSError as error:
        raise DiskError(f"{path}: {what} cannot be written: {error.strerror or error}.") from error
    finally:
        with suppress(OSError):
            partial.unlink()
    return facts


@contextmanager
def new_folder(folder: Path) -> Generator[Path]:
    """Yield an empty folder to fill: it becomes `folder` in one move, or is removed on failure.

    Raises:
        DiskError: `folder` is there already, or the system refuses to write.
    """
    if os.path.lexists(folder):
        raise DiskError(f"{folder}: is there already, and a run never writes over another. Choose a new output folder.")
    try:
        with _partial_of(folder) as partial:
            yield partial
            for inner in (*_folders_in(partial), partial):
                _sync(inner)
            partial.rename(folder)
            _sync(folder.parent)
    except OSError as error:
        raise DiskError(f"{folder}: the run's files cannot be written: {error.strerror or error}.") from error


def check_writable(place: Path, flag: str, *, a_file: bool = False) -> None:
    """Check that the folder or file named by a flag can be written or created; creates nothing.

    Raises:
        DiskError: it is of the other kind, or the file system refuses to write.
    """
    if a_file and place.is_dir():
        raise DiskError(f"{flag} {place}: is a folder; expected a file.")
    folder = place.absolute().parent if a_file else place.absolute()
    existing = next(folder_above for folder_above in (folder, *folder.parents) if folder_above.exists())
    if not existing.is_dir():
        raise DiskError(f"{flag} {place}: {existing} is no folder. Choose another place.")
    if not os.access(existing, os.W_OK | os.X_OK):
        raise DiskError(f"{flag} {place}: {existing} cannot be written. Make it so, or choose another place.")


@contextmanager
def _partial_of(folder: Path) -> Generator[Path]:
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = folder.with_name(f".{folder.name}.partial-{token_hex(4)}")
    partial.mkdir()
    try:
        yield partial
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _folders_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_dir()]


def _sync(folder: Path) -> None:
    """Flush a folder's entries to disk; not available on Windows."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
