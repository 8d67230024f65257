"""Opens a work directory: a local folder, or the local copy of one at a URL."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sdg_flows.orchestrate.workdir.work_dir import WorkDir


def opened_work_dir(named: str) -> AbstractContextManager[WorkDir]:
    """Give the work directory, created if needed. One at a URL is held, and changes in its copy are sent at the end.

    Raises:
        SettingsError: somebody else could have written it, or there is no such address.
        WorkDirInUse: at the address another run holds it.
        DiskError: it cannot be read or written.
    """
    if "://" not in named:
        return _here(named, made=True)
    # Imported here alone: it costs tenths of a second, in which Prefect's server could start.
    from sdg_flows.orchestrate.workdir.copy_of_url import held_copy

    return held_copy(named)


def seen_work_dir(named: str) -> AbstractContextManager[WorkDir]:
    """Give the work directory as it is, also while a run holds it; nothing in it is to be changed.

    Raises:
        SettingsError: there is no such address.
        DiskError: it cannot be read.
    """
    if "://" not in named:
        return _here(named, made=False)
    from sdg_flows.orchestrate.workdir.copy_of_url import seen_copy

    return seen_copy(named)


@contextmanager
def _here(named: str, *, made: bool) -> Generator[WorkDir]:
    work = WorkDir(Path(named))
    yield work.made() if made else work
