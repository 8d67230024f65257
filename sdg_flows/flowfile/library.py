from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sdg_flows.core.errors import FlowFileError, SettingsError, did_you_mean, listed
from sdg_flows.flowfile.dialect import dialect_of
from sdg_flows.flowfile.flow_text import flow_text

KINDS = ("knowledge", "grounded_skills", "freeform_skills")
"""The flow files that a suite has for the leaves of a taxonomy."""

SUFFIXES = frozenset({".yaml", ".yml"})


@dataclass(frozen=True)
class Suite:
    """Flow files that belong together: a folder of them, or a single one. `pipelines` are by the file's stem.

    `notice` says what a user should know about where the suite was found; None when there is nothing to say.
    """

    name: str
    place: Path
    pipelines: Mapping[str, Path]
    notice: str | None = None


def flows_root() -> Path:
    """Give the folder of the suites that come with this package."""
    package = Path(__file__).resolve().parent.parent
    inside, beside = package / "flows_yaml", package.parent / "flows_yaml"
    return inside if inside.is_dir() else beside


def list_suites() -> list[Suite]:
    """Give the suites that come with this package, by name."""
    folders = sorted(path for path in flows_root().iterdir() if path.is_dir())
    return [suite for folder in folders if (suite := _folder_suite(folder)).pipelines]


def find_suite(name: str) -> Suite:
    """Find a suite: a folder of flow files or one flow file, seen from the current folder, or a name of ours.

    A folder of the user's goes before a suite of ours with the same name, and says so.

    Raises:
        SettingsError: there is no such suite, or the folder or file holds no flow file.
    """
    ours = {suite.name: suite for suite in list_suites()}
    place = Path(name)
    if place.is_file():
        return _file_suite(place)
    theirs = _folder_suite(place) if name and place.is_dir() else None
    if theirs and theirs.pipelines:
        return _noticed(theirs, ours)
    if name in ours:
        return ours[name]
    if theirs:
        raise SettingsError(
            f"the folder {name!r} holds no flow file; expected .yaml files with 'version' and 'blocks'."
        )
    raise SettingsError(
        f"there is no suite, folder or flow file {name!r}.{did_you_mean(name, ours)} Suites: {listed(ours)}."
    )


def _noticed(theirs: Suite, ours: Mapping[str, Suite]) -> Suite:
    if theirs.name not in ours or theirs.place.samefile(ours[theirs.name].place):
        return theirs
    notice = f"the folder {str(theirs.place)!r} is used in place of the suite {theirs.name!r} of this package"
    return Suite(theirs.name, theirs.place, theirs.pipelines, notice)


def _folder_suite(folder: Path) -> Suite:
    files = sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES and path.is_file())
    kinds = [path for kind in KINDS for path in files if path.stem == kind]
    others = [path for path in files if path.stem not in KINDS and _is_flow_file(path)]
    return Suite(folder.resolve().name, folder, {path.stem: path for path in [*kinds, *others]})


def _file_suite(path: Path) -> Suite:
    if path.suffix not in SUFFIXES:
        raise SettingsError(f"{str(path)!r} is no flow file; expected a name that ends in .yaml or .yml.")
    return Suite(path.stem, path, {path.stem: path})


def _is_flow_file(path: Path) -> bool:
    """Tell flow files from other YAML files; one that cannot be read counts, so that loading it says why."""
    try:
        return dialect_of(flow_text(path).value) is not None
    except FlowFileError:
        return True
