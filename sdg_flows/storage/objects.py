"""Files below an address: listed, brought here, sent there and removed, many at a time."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from sdg_flows.storage.failures import disk_error, unreachable
from sdg_flows.storage.url import Place, Url

Where = TypeVar("Where", bound=Place)
_TIMES = ("LastModified", "mtime", "modified", "updated", "last_modified", "created")
"""The names under which file systems tell when a file was written."""


@dataclass(frozen=True)
class Entry:
    """A file's size in bytes, and when it was written (seconds since 1970)."""

    size: int
    written: float


def reached(where: Where, flag: str) -> Where:
    """Give a place back when it can be reached; one on this machine is not looked at. `flag` names it, for messages.

    Raises:
        SettingsError: there is no such bucket or file system, or it cannot be had with these credentials.
        DiskError: nobody answers there.
    """
    if isinstance(where, Url):
        files = where.files
        with unreachable(where, flag):
            files.find((where / "runs").path)
    return where


def entries(folder: Url) -> dict[str, Entry]:
    """Give the files below a folder, by their path seen from there; none when there is no such folder.

    Raises:
        DiskError: the place cannot be read.
    """
    with disk_error(folder, "cannot be listed"):
        root = folder.path
        found: Mapping[str, Mapping[str, Any]] = folder.files.find(root, detail=True)
        return {path[len(root) :].lstrip("/"): _entry(facts) for path, facts in found.items() if path != root}


def bring(names: Iterable[str], folder: Url, into: Path) -> None:
    """Copy files below a folder to the same names below `into`.

    Raises:
        DiskError: one cannot be read, or the disk cannot be written.
    """
    wanted = list(names)
    for parent in {(into / name).parent for name in wanted}:
        parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with disk_error(folder, "cannot be read"):
        if wanted:
            folder.files.get([(folder / name).path for name in wanted], [str(into / name) for name in wanted])


def send(names: Iterable[str], source: Path, folder: Url) -> None:
    """Copy files below `source` to the same names below a folder; each is there wholly or not at all on object stores.

    Raises:
        DiskError: the place cannot be written.
    """
    wanted = list(names)
    with disk_error(folder, "cannot be written"):
        if wanted:
            folder.files.put([str(source / name) for name in wanted], [(folder / name).path for name in wanted])


def send_new(file: Path, to: Url) -> None:
    """Copy a file to an address at which there is none.

    Raises:
        FileExistsError: there is one. Of two that do it at one moment this stops the second on S3, which has a
            conditional write; elsewhere it is as good as the file system is.
        DiskError: the place cannot be written.
    """
    with disk_error(to, "cannot be written"):
        if to.files.exists(to.path):
            raise FileExistsError(to.text)
        to.files.put_file(str(file), to.path, mode="create")


def write(content: bytes, to: Url, *, new: bool = False) -> None:
    """Write a small file; with `new`, as `send_new` does.

    Raises:
        FileExistsError, DiskError: as `send_new` says.
    """
    with disk_error(to, "cannot be written"):
        to.files.pipe_file(to.path, content, mode="create" if new else "overwrite")


def remove(names: Iterable[str], folder: Url) -> None:
    """Remove files below a folder; one that is gone already is no matter.

    Raises:
        DiskError: one cannot be removed.
    """
    wanted = [(folder / name).path for name in names]
    with disk_error(folder, "cannot be removed from"):
        if wanted:
            try:
                folder.files.rm(wanted)
            except FileNotFoundError:
                for path in filter(folder.files.exists, wanted):
                    folder.files.rm(path)


def _entry(facts: Mapping[str, Any]) -> Entry:
    written = next((facts[name] for name in _TIMES if facts.get(name)), time.time())
    return Entry(int(facts["size"]), written.timestamp() if isinstance(written, datetime) else float(written))
