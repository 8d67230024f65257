"""Published versions of a data set: each in a folder of its own, and a pointer to the latest, replaced whole.

A link would not do: object stores have none.
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
from sdg_flows.outputs.files.places import LAST, free_place, here, run_folder
from sdg_flows.outputs.past_runs.run_folders import Facts, KeptRun, facts_of, runs_in
from sdg_flows.outputs.published.version_diff import VersionDiff, diff_json, diff_text, version_diff
from sdg_flows.storage.atomic_write import write_atomically
from sdg_flows.storage.objects import list_files, remove_files, write_file
from sdg_flows.storage.url import Place, Url

LATEST, VERSIONS = "latest.json", "versions"
_DATA = ("train.jsonl", "test.jsonl", "messages.jsonl", "generated/")
"""What readers of a version take: a run that has other rows in one of these is a new version."""


@dataclass(frozen=True)
class Publication:
    """What came of publishing: where the version stands, None when nothing changed; what it follows; what was removed.

    `diff` is None for the first version, and when nothing changed.
    """

    version: Place | None
    before: str | None
    diff: VersionDiff | None = None
    removed: tuple[str, ...] = ()


def publish(run: KeptRun, published: Place, keep: int | None = None) -> Publication:
    """Let a run's files stand as a new version in `published`, with a diff, if a row differs from the latest version's.

    This version and the newest others stay, `keep` in all, and all without it. A reader finds the old latest or the new
    one, each whole.

    Raises:
        SettingsError: the latest version is gone, or a file cannot be read.
        DiskError: the place cannot be read or written; the latest version is what it was.
    """
    before = latest(published)
    if before and _data(before.facts) == _data(run.facts):
        return Publication(None, before.folder.name)
    diff = version_diff(before, run) if before else None
    version = free_place(published / VERSIONS, run.facts["name"])
    _copied(run, version, diff)
    _point(published, version, before)
    removed = () if keep is None else tuple(_removed(published, version.name, keep))
    return Publication(version, before.folder.name if before else None, diff, removed)


def said(publication: Publication) -> str:
    """Say in a sentence what came of publishing."""
    if publication.version is None:
        return f"No row has changed since {publication.before}; nothing was published."
    if publication.diff is None:
        return f"Published {publication.version}, the first version."
    rows = publication.diff.found.rows
    counts = f"{counted(rows.added, 'row')} added, {number(rows.gone)} gone, {number(rows.changed)} changed"
    removed = f" Removed: {', '.join(publication.removed)}." if publication.removed else ""
    return f"Published {publication.version}: {counts} since {publication.before}.{removed}"


def latest(published: Place) -> KeptRun | None:
    """Give the latest version; None when there is none yet.

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
    if not (folder / LAST).is_file():
        raise SettingsError(f"{pointer}: names {folder}, which is not there. Put it back, or remove the pointer.")
    return KeptRun(folder, facts_of(folder))


def _data(facts: Facts) -> dict[str, str]:
    """Give the sha256 of the files that hold the rows, by name."""
    return {name: file["sha256"] for name, file in facts["files"].items() if name.startswith(_DATA)}


def _copied(run: KeptRun, version: Place, diff: VersionDiff | None) -> None:
    with here(run.folder) as made, run_folder(version) as partial:
        try:
            shutil.copytree(made, partial, copy_function=_copied_file, dirs_exist_ok=True)
            if diff:
                _written(diff_text(diff), partial / "diff.md")
                _written(diff_json(diff), partial / "diff.json")
        except OSError as error:
            raise DiskError(f"{version}: the version cannot be written: {error.strerror or error}.") from error


def _copied_file(source: str, target: str) -> None:
    shutil.copyfile(source, target)
    _on_disk(Path(target))


def _written(text: str, file: Path) -> None:
    file.write_text(text, encoding="utf-8")
    _on_disk(file)


def _on_disk(file: Path) -> None:
    """Wait until a file is on the disk."""
    with file.open("rb+") as written:
        os.fsync(written.fileno())


def _point(published: Place, version: Place, before: KeptRun | None) -> None:
    """Name the version as the latest one."""
    told = {
        "version": version.name,
        "folder": f"{VERSIONS}/{version.name}",
        "before": before.folder.name if before else None,
        "published": datetime.now(timezone.utc).isoformat(timespec="seconds"),
    }
    text = json.dumps(told, indent=2) + "\n"
    if isinstance(published, Url):
        write_file(text.encode(), published / LATEST)
        return
    try:
        write_atomically(text, published / LATEST)
    except OSError as error:
        raise DiskError(f"{published / LATEST}: cannot be written: {error.strerror or error}.") from error


def _removed(published: Place, version: str, keep: int) -> Iterator[str]:
    """Remove the oldest versions but this one, however old its run is, until `keep` are left; yield their names.

    run.json goes first, so that no half is a version.
    """
    others = [one for one in runs_in(published / VERSIONS) if one.folder.name != version]
    for old in others[: max(len(others) + 1 - keep, 0)]:
        if isinstance(old.folder, Url):
            remove_files([LAST], old.folder)
            remove_files(list_files(old.folder), old.folder)
        else:
            try:
                (old.folder / LAST).unlink()
                shutil.rmtree(old.folder)
            except OSError as error:
                raise DiskError(f"{old.folder}: cannot be removed: {error.strerror or error}.") from error
        yield old.folder.name
