from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sdg_flows.core.errors import FlowFileError, did_you_mean, listed
from sdg_flows.flowfile.flow_text import flow_text
from sdg_flows.flowfile.notes import Notes
from sdg_flows.flowfile.places import Place
from sdg_flows.flowfile.suite import KINDS, SUITE_FILE, Suite, flow_files
from sdg_flows.flowfile.yaml_kinds import is_mapping, kind_of

KEYS = ("extends", "description", "default")


@dataclass(frozen=True)
class SuiteFile:
    """What a suite says about itself; `extends` is a suite's name, or a folder when it begins with a dot."""

    extends: str | None = None
    description: str | None = None
    default: str | None = None


def folder_suite(folder: Path, name: str, found: str, around: Sequence[Place]) -> Suite:
    """Return the suite that a folder is: its own flow files, and of those it extends the ones it does not have.

    A name that it extends is looked for in the places `around`; its own name there means the next one of that name.

    Raises:
        FlowFileError: a suite file cannot be used, or suites extend each other in a circle.
    """
    said = suite_file(folder)
    chain = _chain(folder, said, around)
    files: dict[str, Path] = {}
    for ancestor, _ in reversed(chain):
        files |= flow_files(ancestor)
    files |= flow_files(folder)
    parents = tuple(called for _, called in chain)
    _refuse_default(folder, said.default, files)
    return Suite(name, folder, _taxonomy_kinds_first(files), found, said.description, said.default, parents)


def _refuse_default(folder: Path, default: str | None, files: Mapping[str, Path]) -> None:
    if default is not None and default not in files:
        text = f"'default' names no flow file of the suite: {default!r}.{did_you_mean(default, files)}"
        raise FlowFileError.at(str(folder / SUITE_FILE), None, text)


def suite_file(folder: Path) -> SuiteFile:
    """Read what a suite's folder says about itself; nothing when there is no such file.

    Raises:
        FlowFileError: with every problem of the file.
    """
    path = folder / SUITE_FILE
    if not path.is_file():
        return SuiteFile()
    source = flow_text(path)
    if not is_mapping(source.value):
        text = f"the file holds {kind_of(source.value)}; expected the keys {listed(KEYS)}."
        raise FlowFileError([source.note((), text)])
    notes = source.unknown_keys((), source.value, KEYS, "a suite file", lenient=False)
    for key in (key for key in KEYS if not isinstance(source.value.get(key), str | None)):
        notes += source.problem((key,), f"{key!r} holds {kind_of(source.value[key])}; expected a text.")
    _refuse(notes)
    values: dict[str, Any] = {key: source.value.get(key) for key in KEYS}
    return SuiteFile(**values)


def _chain(folder: Path, said: SuiteFile, around: Sequence[Place]) -> list[tuple[Path, str]]:
    """Return the folders that a suite extends, one after the other, each as it was named."""
    chain: list[tuple[Path, str]] = []
    here, seen = folder, [folder.resolve()]
    while said.extends is not None:
        here = _parent(here, said.extends, seen, around)
        chain.append((here, said.extends))
        seen.append(here.resolve())
        said = suite_file(here)
    return chain


def _parent(folder: Path, extends: str, seen: Sequence[Path], around: Sequence[Place]) -> Path:
    named = extends.startswith(".")
    candidates = [Path(os.path.normpath(folder / extends))] if named else [place.root / extends for place in around]
    if not named and (Path(extends).is_absolute() or ".." in Path(extends).parts):
        raise _problem(folder, f"'extends' is {extends!r}; expected a suite's name, or a folder as ./NAME or ../NAME.")
    there = [path for path in candidates if path.is_dir()]
    fresh = [path for path in there if path.resolve() not in seen]
    if fresh:
        return fresh[0]
    if there:
        raise _problem(folder, f"'extends' leads in a circle back to {extends!r}.")
    if named:
        raise _problem(folder, f"there is no folder {extends!r} from here.")
    near = did_you_mean(extends, [path.name for place in around for path in place.root.iterdir() if path.is_dir()])
    raise _problem(folder, f"there is no suite {extends!r}; a folder is written as ./NAME.{near}")


def _problem(folder: Path, text: str) -> FlowFileError:
    source = flow_text(folder / SUITE_FILE)
    return FlowFileError([source.note(("extends",), text)])


def _refuse(notes: Notes) -> None:
    if notes.problems:
        raise FlowFileError(notes.problems)


def _taxonomy_kinds_first(files: Mapping[str, Path]) -> dict[str, Path]:
    return {stem: files[stem] for stem in [*(k for k in KINDS if k in files), *sorted(files.keys() - {*KINDS})]}
