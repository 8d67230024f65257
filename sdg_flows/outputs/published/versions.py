"""Published versions of a data set: one folder each, and a pointer file to the latest, replaced atomically.

The pointer is a file because object stores have no links.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from sdg_flows.core.errors import DiskError, SettingsError
from sdg_flows.outputs.figures import counted, number
from sdg_flows.outputs.files.places import LAST_FILE, free_place, local_copy, new_run_folder
from sdg_flows.outputs.past_runs.run_folders import Facts, KeptRun, read_facts, runs_in
from sdg_flows.outputs.published.version_diff import VersionDiff, diff_json, diff_text, version_diff
from sdg_flows.storage.atomic_write import write_atomically
from sdg_flows.storage.objects import list_files, remove_files, write_file
from sdg_flows.storage.url import Place, Url

LATEST, VERSIONS = "latest.json", "versions"
_DATA = ("train.jsonl", "test.jsonl", "messages.jsonl", "generated/")
"""The data files of a version: a run that differs in one of these is a new version."""


@dataclass(frozen=True)
class Publication:
    """The result of publishing: the new version, None when nothing changed; the one before; the versions removed.

    `diff` is None for the first version and when nothing changed.
    """

    version: Place | None
    before: str | None
    diff: VersionDiff | None = None
    removed: tuple[str, ...] = ()


def publish(run: KeptRun, published: Place, keep: int | None = None) -> Publication:
    """Publish a run's files as a new version in `published`, with a diff, if a row differs from the latest version.

    With `keep`, only this version and the newest others, `keep` in all, are kept. A reader always finds either the old
    or the new latest version, complete.

    Raises:
        SettingsError: the latest version is gone, or a file cannot be read.
        DiskError: the place cannot be read or written; the latest version is unchanged.
    """
    before = latest(published)
    if before and _data_digests(before.facts) == _data_digests(run.facts):
        return Publication(None, before.folder.name)
    diff = version_diff(before, run) if before else None
    version = free_place(published / VERSIONS, run.facts["name"])
    _copy_run(run, version, diff)
    _write_pointer(published, version, before)
    removed = () if keep is None else tuple(_remove_oldest(published, version.name, keep))
    return Publication(version, before.folder.name if before else None, diff, removed)


def describe(publication: Publication) -> str:
    """Describe the result of publishing in one sentence."""
    if publication.version is None:
        return f"No row has changed since {publication.before}; nothing was published."
    if publication.diff is None:
        return f"Published {publication.version}, the first version."
    rows = publication.diff.found.rows
    counts = f"{counted(rows.added, 'row')} added, {number(rows.gone)} gone, {number(rows.changed)} changed"
    removed = f" Removed: {', '.join(publication.removed)}." if publication.removed else ""
    return f"Published {publication.version}: {counts} since {publication.before}.{removed}"


def latest(published: Place) -> KeptRun | None:
    """Return the latest version; None when there is none yet.

    Raises:
        SettingsError: it is gone, or the pointer cannot be read.
    """
    pointer = published / LATEST
    if not pointer.is_file():
        return None
    try:
        name = json.loads(pointer.read_text(encoding="utf-8"))["version"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SettingsError(f"{pointer}: does not name a version ({error}). Remove it to begin anew.") from error
    folder = published / VERSIONS / name
    if not (folder / LAST_FILE).is_file():
        raise SettingsError(f"{pointer}: names {folder}, which is not there. Put it back, or remove the pointer.")
    return KeptRun(folder, read_facts(folder))


def _data_digests(facts: Facts) -> dict[str, str]:
    """Return the sha256 of the data files, by name."""
    return {name: file["sha256"] for name, file in facts["files"].items() if name.startswith(_DATA)}


def _copy_run(run: KeptRun, version: Place, diff: VersionDiff | None) -> None:
    with local_copy(run.folder) as source, new_run_folder(version) as partial:
        try:
            shutil.copytree(source, partial, copy_function=_copy_file, dirs_exist_ok=True)
            if diff:
                _write_text(diff_text(diff), partial / "diff.md")
                _write_text(diff_json(diff), partial / "diff.json")
        except OSError as error:
            raise DiskError(f"{version}: the version cannot be written: {error.strerror or error}.") from error


def _copy_file(source: str, target: str) -> None:
    shutil.copyfile(source, target)
    _fsync(Path(target))


def _write_text(text: str, file: Path) -> None:
    file.write_text(text, encoding="utf-8")
    _fsync(file)


def _fsync(file: Path) -> None:
    """Flush a file to disk."""
    with file.open("rb+") as written:
        os.fsync(written.fileno())


def _write_pointer(published: Place, version: Place, before: KeptRun | None) -> None:
    """Point to the version as the latest one."""
    pointer = {
        "version": version.name,
        "folder": f"{VERSIONS}/{version.name}",
        "before": before.folder.name if before else None,
        "published": datetime.now(timezone.utc).isoformat(timespec="seconds"),
    }
    text = json.dumps(pointer, indent=2) + "\n"
    if isinstance(published, Url):
        write_file(text.encode(), published / LATEST)
        return
    try:
        write_atomically(text, published / LATEST)
    except OSError as error:
        raise DiskError(f"{published / LATEST}: cannot be written: {error.strerror or error}.") from error


def _remove_oldest(published: Place, version: str, keep: int) -> Iterator[str]:
    """Remove the oldest versions until `keep` are left, but never this one; yield their names.

    run.json is removed first, so that a half-removed folder is no version.
    """
    others = [other for other in runs_in(published / VERSIONS) if other.folder.name != version]
    for old in others[: max(len(others) + 1 - keep, 0)]:
        if isinstance(old.folder, Url):
            remove_files([LAST_FILE], old.folder)
            remove_files(list_files(old.folder), old.folder)
        else:
            try:
                (old.folder / LAST_FILE).unlink()
                shutil.rmtree(old.folder)
            except OSError as error:
                raise DiskError(f"{old.folder}: cannot be removed: {error.strerror or error}.") from error
        yield old.folder.name
