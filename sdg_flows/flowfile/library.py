from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from sdg_flows.core.errors import FlowFileError, SettingsError, did_you_mean, did_you_mean_file, listed
from sdg_flows.flowfile.extends import folder_suite
from sdg_flows.flowfile.places import Place, places
from sdg_flows.flowfile.suite import SUFFIXES, SUITE_FILE, Suite, file_suite, flow_files

MAX_DEPTH = 3
"""How many folders below a place suites are listed from."""


def find_suite(name: str) -> Suite:
    """Find a suite: a folder of flow files or one flow file, seen from the current folder or by name in `places`.

    In a place a name is a path below it, and the suffix of a flow file may be left out: `annotation/emotion`. The
    first one found counts, and it says which one it replaces.

    Raises:
        SettingsError: there is no such suite, or the folder or file holds no flow file.
        FlowFileError: what the suite extends cannot be used.
    """
    around = list(places(os.environ))
    here = Path(name)
    found = [suite for place in around if (suite := _named(name, place, around))]
    if here.is_file():
        found.insert(0, file_suite(here, here.stem, "in the current folder"))
    elif name and here.is_dir():
        theirs = folder_suite(here, here.resolve().name, "in the current folder", around)
        found = [theirs, *found] if theirs.pipelines else found
    if not found:
        raise SettingsError(_not_found(name, around))
    return _with_notice(found)


def suite_name(flow_file: Path) -> str:
    """Return the name by which `find_suite` finds a flow file: its path below the place it lies in, else its path."""
    roots = (place.root for place in places(os.environ) if flow_file.is_relative_to(place.root))
    return next((flow_file.relative_to(root).as_posix() for root in roots), str(flow_file))


def list_suites() -> list[Suite]:
    """Return the suites of all places by name, each with a notice of the one it replaces.

    A suite that cannot be used, for what its `suite.yaml` says, has no pipelines and a notice that says why.
    """
    around = list(places(os.environ))
    found: dict[str, list[Suite]] = {}
    for place in around:
        for name in _names_in(place):
            found.setdefault(name, []).append(_listed(name, place, around))
    return [_with_notice(found[name]) for name in sorted(found)]


def _listed(name: str, place: Place, around: Sequence[Place]) -> Suite:
    try:
        suite = _named(name, place, around)
    except FlowFileError as error:
        return Suite(name, place.root / name, {}, place.called, notice=f"broken: {error}")
    return suite or Suite(name, place.root / name, {}, place.called, notice="broken: it holds no flow file")


def _named(name: str, place: Place, around: Sequence[Place]) -> Suite | None:
    """Return the suite of that name in a place; None when there is none."""
    parts = PurePath(name).parts
    if not parts or ".." in parts or PurePath(name).is_absolute():
        return None
    target, called = place.root / name, PurePath(name).as_posix()
    if target.is_dir():
        suite = folder_suite(target, called, place.called, around)
        if suite.pipelines:
            return suite
    files = [target, *(target.with_name(target.name + suffix) for suffix in SUFFIXES)]
    file = next((path for path in files if path.is_file() and path.suffix in SUFFIXES), None)
    return file_suite(file, called.removesuffix(file.suffix), place.called) if file else None


def _with_notice(found: Sequence[Suite]) -> Suite:
    """Return the first suite, with a notice of the one that it replaces."""
    first = found[0]
    replaced = next((suite for suite in found[1:] if not suite.place.samefile(first.place)), None)
    if replaced is None or first.notice:
        return first
    kind = "folder" if first.place.is_dir() else "file"
    notice = f"the {kind} {str(first.place)!r} is used in place of the suite {replaced.name!r} {replaced.found}"
    return replace(first, notice=notice)


def _names_in(place: Place) -> Iterator[str]:
    """Yield the name of each folder below a place that is a suite, and of each flow file that lies in the place."""
    yield from flow_files(place.root)
    for path, folders, files in os.walk(place.root):
        folder = Path(path).relative_to(place.root)
        folders[:] = sorted(it for it in folders if not it.startswith(".")) if len(folder.parts) < MAX_DEPTH else []
        if folder.parts and (SUITE_FILE in files or flow_files(Path(path))):
            yield folder.as_posix()


def _not_found(name: str, around: Sequence[Place]) -> str:
    if name and Path(name).is_dir():
        return f"the folder {name!r} holds no flow file; expected .yaml files with 'version' and 'blocks'."
    known = [known for place in around for known in _names_in(place)]
    near = did_you_mean(name, known) or did_you_mean_file(name, _files_beside(name, around))
    return f"there is no suite, folder or flow file {name!r}.{near} Suites: {listed(dict.fromkeys(known))}."


def _files_beside(name: str, around: Sequence[Place]) -> Iterator[str]:
    """Yield the YAML files that lie where one of that name would, named in the same way."""
    parent = Path(name).parent
    folders = [folder for folder in (parent, *(place.root / parent for place in around)) if folder.is_dir()]
    files = (path for folder in folders for path in sorted(folder.iterdir()) if path.suffix in SUFFIXES)
    yield from ((parent / path.name).as_posix() for path in files)
