"""Opens a work directory at an address, as a local copy that is synchronised with it."""

from __future__ import annotations

import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from sdg_flows.core.errors import DiskError
from sdg_flows.orchestrate.choices import Choices
from sdg_flows.orchestrate.workdir.mirror import Mirror
from sdg_flows.orchestrate.workdir.work_dir import WorkDir
from sdg_flows.outputs.files.atomic_files import check_writable
from sdg_flows.storage.lease import Lease, hold_folder
from sdg_flows.storage.objects import check_reachable
from sdg_flows.storage.url import Url, address, place

FLAG = "--work-dir"


@contextmanager
def open_remote_work_dir(named: str) -> Generator[WorkDir]:
    """Hold the work directory and yield a local copy of it; changes are uploaded on exit.

    Raises:
        SettingsError: there is no such address.
        WorkDirInUse: another run holds it.
        DiskError: it cannot be read or written.
    """
    where = check_reachable(address(named, FLAG), FLAG)
    with hold_folder(where) as lease, _local_mirror(where, lease) as mirror:
        mirror.track_changes()
        with _upload_on_exit(mirror):
            yield WorkDir(mirror.root, mirror).create()


@contextmanager
def open_remote_work_dir_read_only(named: str) -> Generator[WorkDir]:
    """Yield a local copy of the work directory, for reading only, even while a run holds it.

    Raises:
        SettingsError: there is no such address.
        DiskError: it cannot be read.
    """
    where = check_reachable(address(named, FLAG), FLAG)
    with _local_mirror(where) as mirror:
        yield WorkDir(mirror.root, mirror)


def check_output(choices: Choices) -> None:
    """Check that the addresses a run will write to can be accessed, and that its local paths can be written.

    Raises:
        SettingsError: there is no such address.
        DiskError: the server does not answer, or the system refuses to write.
    """
    named_by = {"--output": choices.output, "--save-path": choices.save_path, "publish": choices.publish}
    places = {flag: place(named, flag) for flag, named in named_by.items() if named}
    for flag, there in places.items():
        check_reachable(there, flag)
        if isinstance(there, Path):
            check_writable(there, flag, a_file=flag == "--save-path")


@contextmanager
def _local_mirror(where: Url, lease: Lease | None = None) -> Generator[Mirror]:
    """Download the copy, and remove it on exit unless some of its changes could not be uploaded."""
    mirror = Mirror(where, Path(mkdtemp(prefix="sdg_flows-")), lease)
    try:
        mirror.download()
        yield mirror
    finally:
        if not mirror.has_unsent_changes:
            shutil.rmtree(mirror.root, ignore_errors=True)


@contextmanager
def _upload_on_exit(mirror: Mirror) -> Generator[None]:
    try:
        yield
    finally:
        try:
            mirror.upload()
        except DiskError as error:
            raise DiskError(
                f"{error}. What was not sent lies in {mirror.root}, a work directory of its own; "
                f"`sdg-flows store --work-dir {mirror.root} --copy-to {mirror.url}` sends it."
            ) from error
        mirror.has_unsent_changes = False
    mirror.compact()
