"""Opens a work directory: a local folder, or the local copy of one at a URL."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sdg_flows.orchestrate.workdir.work_dir import WorkDir


def open_work_dir(named: str) -> AbstractContextManager[WorkDir]:
    """Open a work directory, created if needed. One at a URL is held, and changes to its copy are uploaded on exit.

    Raises:
        SettingsError: other users can write to it, or there is no such address.
        WorkDirInUse: another run holds it, at a URL.
        DiskError: it cannot be read or written.
    """
    if "://" not in named:
        return _local_work_dir(named, create=True)
    # Imported only here: it takes tenths of a second, and Prefect's server should start before.
    from sdg_flows.orchestrate.workdir.remote_work_dir import open_remote_work_dir

    return open_remote_work_dir(named)


def open_work_dir_read_only(named: str) -> AbstractContextManager[WorkDir]:
    """Open a work directory for reading only, even while a run holds it.

    Raises:
        SettingsError: there is no such address.
        DiskError: it cannot be read.
    """
    if "://" not in named:
        return _local_work_dir(named, create=False)
    from sdg_flows.orchestrate.workdir.remote_work_dir import open_remote_work_dir_read_only

    return open_remote_work_dir_read_only(named)


@contextmanager
def _local_work_dir(named: str, *, create: bool) -> Generator[WorkDir]:
    work = WorkDir(Path(named))
    yield work.create() if create else work
