from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sdg_flows.core.errors import FlowFileError, SettingsError
from sdg_flows.flowfile.dialect import detect_dialect
from sdg_flows.flowfile.flow_text import flow_text

KINDS = ("knowledge", "grounded_skills", "freeform_skills")
"""The flow files that a suite has for the leaves of a taxonomy."""

SUFFIXES = (".yaml", ".yml")

SUITE_FILE = "suite.yaml"
"""What a folder of flow files may say about itself: `extends`, `description` and `default`."""


@dataclass(frozen=True)
class Suite:
    """Flow files that belong together: a folder of them, or a single one. `pipelines` are by the file's stem.

    `found` says where, as in `of this package`. `default` is the pipeline for a table that fits several. `parents` are
    the suites that it extends, the nearest first; files that it does not have itself are theirs. `notice` says what a
    user should know about where the suite was found; None when there is nothing to say.
    """

    name: str
    place: Path
    pipelines: Mapping[str, Path]
    found: str = "in the current folder"
    description: str | None = None
    default: str | None = None
    parents: tuple[str, ...] = ()
    notice: str | None = None


def flow_files(folder: Path) -> dict[str, Path]:
    """Return the flow files of a folder by stem: those for the leaves of a taxonomy first, then by name."""
    files = sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES and path.is_file())
    kinds = [path for kind in KINDS for path in files if path.stem == kind]
    others = [path for path in files if path.stem not in KINDS and path.name != SUITE_FILE and _is_flow_file(path)]
    return {path.stem: path for path in [*kinds, *others]}


def file_suite(path: Path, name: str, found: str) -> Suite:
    """Return the suite that one flow file is.

    Raises:
        SettingsError: the file's name is not that of a YAML file.
    """
    if path.suffix not in SUFFIXES:
        raise SettingsError(f"{str(path)!r} is no flow file; expected a name that ends in .yaml or .yml.")
    return Suite(name, path, {path.stem: path}, found)


def _is_flow_file(path: Path) -> bool:
    """Return whether a YAML file is a flow file; one that cannot be read counts, so that loading it says why."""
    try:
        return detect_dialect(flow_text(path).value) is not None
    except FlowFileError:
        return True
