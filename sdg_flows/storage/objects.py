"""Lists, downloads, uploads and removes files below an address, many at a time."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from sdg_flows.storage.failures import as_access_error, as_disk_error
from sdg_flows.storage.url import Place, Url

PlaceT = TypeVar("PlaceT", bound=Place)
_TIME_FIELDS = ("LastModified", "mtime", "modified", "updated", "last_modified", "created")
"""The names under which fsspec file systems report the time of modification."""


@dataclass(frozen=True)
class FileInfo:
    """A file's size in bytes and time of modification in seconds since 1970."""

    size: int
    modified: float


def check_reachable(where: PlaceT, flag: str) -> PlaceT:
    """Check that an address can be accessed, and return it. Local paths are not checked. Messages name the `flag`.

    Raises:
        SettingsError: the bucket or file system does not exist, or these credentials give no access to it.
        DiskError: the server does not answer.
    """
    if isinstance(where, Url):
        files = where.files
        with as_access_error(where, flag):
            files.find((where / "runs").path)
    return where


def list_files(folder: Url) -> dict[str, FileInfo]:
    """Return the files below a folder, by their path relative to it; none when the folder does not exist.

    Raises:
        DiskError: the folder cannot be listed.
    """
    with as_disk_error(folder, "cannot be listed"):
        root = folder.path
        found: Mapping[str, Mapping[str, Any]] = folder.files.find(root, detail=True)
        return {path[len(root) :].lstrip("/"): _file_info(facts) for path, facts in found.items() if path != root}


def download_files(names: Iterable[str], folder: Url, into: Path) -> None:
    """Download files below a folder to the same names below `into`.

    Raises:
        DiskError: a file cannot be read, or the disk cannot be written.
    """
    paths = list(names)
    for parent in {(into / name).parent for name in paths}:
        parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with as_disk_error(folder, "cannot be read"):
        if paths:
            folder.files.get([(folder / name).path for name in paths], [str(into / name) for name in paths])


def upload_files(names: Iterable[str], source: Path, folder: Url) -> None:
    """Upload files below `source` to the same names below a folder. On object stores each upload is atomic.

    Raises:
        DiskError: the folder cannot be written.
    """
    paths = list(names)
    with as_disk_error(folder, "cannot be written"):
        if paths:
            folder.files.put([str(source / name) for name in paths], [(folder / name).path for name in paths])


def upload_new_file(file: Path, to: Url) -> None:
    """Upload a file to an address at which there is none.

    Raises:
        FileExistsError: there is one. On S3, which has conditional writes, this also holds for two writers at once;
            elsewhere it depends on the file system.
        DiskError: the address cannot be written.
    """
    with as_disk_error(to, "cannot be written"):
        if to.files.exists(to.path):
            raise FileExistsError(to.text)
        to.files.put_file(str(file), to.path, mode="create")


def write_file(content: bytes, to: Url, *, new: bool = False) -> None:
    """Write a small file; with `new`, only where there is none.

    Raises:
        FileExistsError, DiskError: see `upload_new_file`.
    """
    with as_disk_error(to, "cannot be written"):
        to.files.pipe_file(to.path, content, mode="create" if new else "overwrite")


def remove_files(names: Iterable[str], folder: Url) -> None:
    """Remove files below a folder. Files that do not exist are ignored.

    Raises:
        DiskError: a file cannot be removed.
    """
    paths = [(folder / name).path for name in names]
    with as_disk_error(folder, "cannot be removed from"):
        if paths:
            try:
                folder.files.rm(paths)
            except FileNotFoundError:
                for path in filter(folder.files.exists, paths):
                    folder.files.rm(path)


def _file_info(facts: Mapping[str, Any]) -> FileInfo:
    modified = next((facts[name] for name in _TIME_FIELDS if facts.get(name)), time.time())
    return FileInfo(int(facts["size"]), modified.timestamp() if isinstance(modified, datetime) else float(modified))
