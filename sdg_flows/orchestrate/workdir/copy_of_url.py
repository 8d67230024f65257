"""A work directory at an address, with its copy on this machine while it is open."""

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
from sdg_flows.storage.objects import reached
from sdg_flows.storage.url import Url, address, place

FLAG = "--work-dir"


@contextmanager
def held_copy(named: str) -> Generator[WorkDir]:
    """Give the copy of a work directory that is held; what changes in it is sent in the end.

    Raises:
        SettingsError: there is no such address.
        WorkDirInUse: another run holds it.
        DiskError: it cannot be read or written.
    """
    where = reached(address(named, FLAG), FLAG)
    with hold_folder(where) as lease, _copy_of(where, lease) as mirror:
        mirror.note_what_comes()
        with _sent_at_the_end(mirror):
            yield WorkDir(mirror.root, mirror).made()


@contextmanager
def seen_copy(named: str) -> Generator[WorkDir]:
    """Give the copy of a work directory as it is, also while a run holds it; nothing in it is to be changed.

    Raises:
        SettingsError: there is no such address.
        DiskError: it cannot be read.
    """
    where = reached(address(named, FLAG), FLAG)
    with _copy_of(where) as mirror:
        yield WorkDir(mirror.root, mirror)


def check_output(choices: Choices) -> None:
    """Return once the places that a run will write to are reached, and those on this machine can be written.

    Raises:
        SettingsError: there is no such address.
        DiskError: nobody answers there, or the system refuses to write.
    """
    named_by = {"--output": choices.output, "--save-path": choices.save_path, "publish": choices.publish}
    places = {flag: place(named, flag) for flag, named in named_by.items() if named}
    for flag, there in places.items():
        reached(there, flag)
        if isinstance(there, Path):
            check_writable(there, flag, a_file=flag == "--save-path")


@contextmanager
def _copy_of(where: Url, lease: Lease | None = None) -> Generator[Mirror]:
    """Give the copy, filled. It is removed in the end, unless something in it could not be sent."""
    mirror = Mirror(where, Path(mkdtemp(prefix="sdg_flows-")), lease)
    try:
        mirror.fill()
        yield mirror
    finally:
        if not mirror.unsent:
            shutil.rmtree(mirror.root, ignore_errors=True)


@contextmanager
def _sent_at_the_end(mirror: Mirror) -> Generator[None]:
    try:
        yield
    finally:
        try:
            mirror.send()
        except DiskError as error:
            raise DiskError(
                f"{error}. What was not sent lies in {mirror.root}, a work directory of its own; "
                f"`sdg-flows store --work-dir {mirror.root} --copy-to {mirror.url}` sends it."
            ) from error
        mirror.unsent = False
    mirror.fold()
