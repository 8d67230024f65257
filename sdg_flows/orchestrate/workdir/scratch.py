"""Temporary folders for intermediate rows, removed when the process that made them has ended."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from secrets import token_hex

from sdg_flows.core.errors import DiskError


@contextmanager
def scratch_folder(parent: Path) -> Generator[Path, None, None]:
    """Yield a new folder in `parent` and remove it on exit. Folders that killed processes left there are removed too.

    A folder is in use while the lock file beside it is locked. The system releases that lock when the process ends.

    Raises:
        DiskError: the folder cannot be made.
    """
    folder = parent / token_hex(6)
    lock = folder.with_suffix(".lock")
    with ExitStack() as opened:
        try:
            parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            fcntl.flock(opened.enter_context(lock.open("w")), fcntl.LOCK_EX)
            folder.mkdir(mode=0o700)
        except OSError as error:
            raise DiskError(f"{folder}: rows on their way cannot be kept there ({error.strerror})") from error
        _remove_abandoned(parent)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            lock.unlink(missing_ok=True)


def _remove_abandoned(parent: Path) -> None:
    for lock in parent.glob("*.lock"):
        try:
            with lock.open() as held:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            continue
        shutil.rmtree(lock.with_suffix(""), ignore_errors=True)
        lock.unlink(missing_ok=True)
