"""A file that holds a table: where it is, what it is by its suffix, and its copy on this machine."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Literal, TypeAlias

import fsspec

from sdg_flows.core.errors import InputError, did_you_mean, did_you_mean_file
from sdg_flows.inputs.repo_url import without_credentials

ROWS_PER_PART = 1000
Format: TypeAlias = Literal["json", "parquet", "csv"]
SUFFIXES: dict[str, Format] = {
    ".jsonl": "json",
    ".ndjson": "json",
    ".json": "json",
    ".parquet": "parquet",
    ".csv": "csv",
}
_A_FOLDER = "this is a folder; the file of a table is expected, or, for a taxonomy, --taxonomy"


@dataclass(frozen=True)
class TableFile:
    """A table's file on this machine, a folder for what is made of it, and its address as messages name it."""

    path: Path
    scratch: Path
    shown: str
    format: Format


@contextmanager
def table_file(url: str) -> Generator[TableFile]:
    """Yield the file at a path or fsspec address while the context lasts; a remote one is copied first.

    Raises:
        InputError: its suffix is not read, it is not there, is a folder, has no content, or cannot be copied.
    """
    shown = without_credentials(url).split("?")[0]
    kind = _format(shown)
    with TemporaryDirectory(prefix="sdg_flows-") as folder:
        path = _local(url, shown, Path(folder))
        if path.stat().st_size == 0:
            raise InputError.at(shown, None, "the file is empty (0 bytes); a table with at least one row is expected")
        yield TableFile(path, Path(folder), shown, kind)


def _format(shown: str) -> Format:
    suffix = PurePosixPath(shown).suffix
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    if Path(shown).is_dir():
        raise InputError.at(shown, None, _A_FOLDER)
    known = ", ".join(SUFFIXES)
    near = did_you_mean(suffix, SUFFIXES)
    raise InputError.at(shown, None, f"suffix {suffix!r} is not one of a table that is read: {known}.{near}")


def _local(url: str, shown: str, folder: Path) -> Path:
    try:
        files, path = fsspec.core.url_to_fs(url)
        local = Path(path) if "file" in _protocols(files) else folder / PurePosixPath(shown).name
        if files.isdir(path):
            raise InputError.at(shown, None, _A_FOLDER)
        if not files.exists(path):
            raise InputError.at(shown, None, f"no such file.{_nearest(local)}")
        if "file" not in _protocols(files):
            files.get_file(path, str(local))
    except (OSError, ValueError, ImportError) as error:
        raise InputError.at(shown, None, f"the file cannot be reached: {without_credentials(str(error))}") from error
    return local


def _protocols(files: fsspec.AbstractFileSystem) -> tuple[str, ...]:
    return (files.protocol,) if isinstance(files.protocol, str) else tuple(files.protocol)


def _nearest(file: Path) -> str:
    there = [entry.name for entry in file.parent.iterdir()] if file.parent.is_dir() else []
    return did_you_mean_file(file.name, there)
