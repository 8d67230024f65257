"""Files that are either wholly there or not at all."""

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

LINES_A_WRITE = 500


@dataclass(frozen=True)
class FileFacts:
    """What is in a file: its lines and the sha256 of its bytes."""

    lines: int
    sha256: str


def write_lines(path: Path, lines: Iterable[str]) -> FileFacts:
    """Write lines into a new file, each with a line end, and wait until they are on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    count, left, seen = 0, iter(lines), hashlib.sha256()
    with path.open("xb") as file:
        while some := list(islice(left, LINES_A_WRITE)):
            content = "\n".join([*some, ""]).encode(errors="replace")
            count += len(some)
            seen.update(content)
            file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return FileFacts(count, seen.hexdigest())


def write_over(path: Path, lines: Iterable[str], what: str) -> FileFacts:
    """Write lines into a file, in place of one that is there.

    Raises:
        DiskError: the file cannot be written; it names `what` was to be written.
        GenerateError: whatever the lines raise. In both cases a file that was there is as it was.
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
    """Give an empty folder beside `folder` to fill: it becomes `folder` in one move, or is removed on any failure.

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
    """Return if a folder or a file that a flag names can be written, or made where it is to be. Makes nothing.

    Raises:
        DiskError: it is of the other kind, or the system refuses to write.
    """
    if a_file and place.is_dir():
        raise DiskError(f"{flag} {place}: is a folder; expected a file.")
    folder = place.absolute().parent if a_file else place.absolute()
    there = next(one for one in (folder, *folder.parents) if one.exists())
    if not there.is_dir():
        raise DiskError(f"{flag} {place}: {there} is no folder. Choose another place.")
    if not os.access(there, os.W_OK | os.X_OK):
        raise DiskError(f"{flag} {place}: {there} cannot be written. Make it so, or choose another place.")


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
    """Wait until a folder's entries are on the disk; Windows offers no such call."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
