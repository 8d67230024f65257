"""Files and folders written as a whole, locally or at a URL."""

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

FIRST_FILE, LAST_FILE = "README.md", "run.json"
"""The first file sent to a URL, which claims the folder, and the last, which marks it as complete."""


def free_folder(runs: Place, suite: str, started: datetime) -> Place:
    """Return a new folder name: suite and local time, with a number when that second is taken."""
    return free_place(runs, f"{suite.replace('/', '-')}-{started.astimezone():%Y-%m-%dT%H-%M-%S}")


def free_place(folder: Place, name: str) -> Place:
    """Return the place of that name in a folder, with a number appended when it exists already."""
    names = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return next(folder / free for free in names if not (folder / free).exists())


@contextmanager
def new_run_folder(folder: Place) -> Generator[Path]:
    """Yield an empty local folder to fill with a run: it becomes `folder`, or is uploaded there, on success.

    Raises:
        DiskError: `folder` exists already, or cannot be written.
    """
    if isinstance(folder, Path):
        with new_folder(folder) as partial:
            yield partial
        return
    with TemporaryDirectory(prefix="sdg_flows-") as temporary:
        yield Path(temporary)
        _send_run(Path(temporary), folder)


@contextmanager
def writable_file(file: Place) -> Generator[Path]:
    """Yield a local path to write a file at; for a URL it is uploaded on success."""
    if isinstance(file, Path):
        yield file
        return
    with TemporaryDirectory(prefix="sdg_flows-") as temporary:
        yield Path(temporary) / file.name
        upload_files([file.name], Path(temporary), Url(str(file).removesuffix(f"/{file.name}")))


@contextmanager
def local_copy(source: Place) -> Generator[Path]:
    """Yield a folder or file on this machine; one at a URL is copied for the duration of the context.

    Raises:
        DiskError: it cannot be read.
    """
    if isinstance(source, Path):
        yield source
        return
    with TemporaryDirectory(prefix="sdg_flows-") as temporary:
        names = list(list_files(source))
        download_files(names, source, Path(temporary))
        yield Path(temporary)


def _send_run(source: Path, folder: Url) -> None:
    try:
        upload_new_file(source / FIRST_FILE, folder / FIRST_FILE)
    except FileExistsError as error:
        raise DiskError(
            f"{folder}: is there already, and a run never writes over another. The same command makes a new one."
        ) from error
    names = sorted(path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file())
    upload_files([name for name in names if name not in (FIRST_FILE, LAST_FILE)], source, folder)
    upload_files([LAST_FILE], source, folder)
