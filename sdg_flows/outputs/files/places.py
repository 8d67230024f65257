"""Files and folders that are written whole, here or at an address."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from sdg_flows.core.errors import DiskError
from sdg_flows.outputs.files.atomic_files import new_folder
from sdg_flows.storage.objects import download_files, list_files, upload_files, upload_new_file
from sdg_flows.storage.url import Place, Url

FIRST, LAST = "README.md", "run.json"
"""The file of a run that takes its folder at an address, and the one that is there when all others are."""


def free_folder(runs: Place, suite: str, started: datetime) -> Place:
    """Give a folder that is not there yet: suite and local time, and a number when that second is taken."""
    return free_place(runs, f"{suite.replace('/', '-')}-{started.astimezone():%Y-%m-%dT%H-%M-%S}")


def free_place(folder: Place, name: str) -> Place:
    """Give the place of that name in a folder, and with a number when there is something already."""
    names = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return next(folder / free for free in names if not (folder / free).exists())


@contextmanager
def run_folder(folder: Place) -> Generator[Path]:
    """Give an empty folder to fill with a run: it becomes `folder`, or nothing does. At an address it is sent there.

    Raises:
        DiskError: `folder` is there already, or cannot be written.
    """
    if isinstance(folder, Path):
        with new_folder(folder) as partial:
            yield partial
        return
    with TemporaryDirectory(prefix="sdg_flows-") as here:
        yield Path(here)
        _send_run(Path(here), folder)


@contextmanager
def file_at(file: Place) -> Generator[Path]:
    """Give the path to write a file at; one at an address is sent there when it is written."""
    if isinstance(file, Path):
        yield file
        return
    with TemporaryDirectory(prefix="sdg_flows-") as here:
        yield Path(here) / file.name
        upload_files([file.name], Path(here), Url(str(file).removesuffix(f"/{file.name}")))


@contextmanager
def here(source: Place) -> Generator[Path]:
    """Give a folder or file on this machine; what lies at an address is copied while the context lasts.

    Raises:
        DiskError: it cannot be read.
    """
    if isinstance(source, Path):
        yield source
        return
    with TemporaryDirectory(prefix="sdg_flows-") as copy:
        names = list(list_files(source))
        download_files(names, source, Path(copy))
        yield Path(copy)


def _send_run(made: Path, folder: Url) -> None:
    try:
        upload_new_file(made / FIRST, folder / FIRST)
    except FileExistsError as error:
        raise DiskError(
            f"{folder}: is there already, and a run never writes over another. The same command makes a new one."
        ) from error
    names = sorted(path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file())
    upload_files([name for name in names if name not in (FIRST, LAST)], made, folder)
    upload_files([LAST], made, folder)
