"""`ImportBlock`: the steps of another flow file in place of one step."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from sdg_flows.core.errors import FlowFileError
from sdg_flows.flowfile.dialect import read_entries
from sdg_flows.flowfile.drops import DROPS
from sdg_flows.flowfile.entry import Entry, Import
from sdg_flows.flowfile.notes import MarkedFile, Notes, UnusableFile, marked_file
from sdg_flows.flowfile.text_file import read_text, resolve_referenced_file

MAX_IMPORTS = 100
"""More files than these are not imported for one flow file, since files that import files can ask for any number."""


@dataclass(frozen=True)
class FoundStep:
    """A step and the flow file in which it stands; `lenient` when that file is newer than this package."""

    entry: Entry
    source: MarkedFile
    lenient: bool


@dataclass(frozen=True)
class _ImportChain:
    """The files that lead to the one being read, outermost first, and how often a file was imported so far."""

    files: tuple[Path, ...]
    imported: list[str] = field(default_factory=list[str])

    def to(self, path: Path) -> _ImportChain:
        return replace(self, files=(*self.files, path))


def resolve_imports(source: MarkedFile) -> tuple[tuple[FoundStep, ...], Notes]:
    """Return a flow file's steps, in place of each import those of its file, and what is to be said about them all.

    An imported step is called by the import's name, a slash and its own name. Its prompt files are looked for from
    its own file. What the import drops is dropped after its last step.

    Raises:
        FlowFileError: the file is no flow file.
    """
    return _steps(source, _ImportChain((Path(source.file).resolve(),)))


def _steps(source: MarkedFile, way: _ImportChain) -> tuple[tuple[FoundStep, ...], Notes]:
    reading = read_entries(source)
    steps: list[FoundStep] = []
    notes = reading.notes
    for entry in reading.entries:
        if isinstance(entry, Entry):
            steps.append(FoundStep(entry, source, reading.lenient))
            continue
        imported, said = _imported(entry, source, way)
        drops = (FoundStep(drop, source, reading.lenient) for drop in _drops(entry))
        steps += [*_prefixed(entry, imported), *drops]
        notes += said
    return tuple(steps), notes


def _imported(step: Import, source: MarkedFile, way: _ImportChain) -> tuple[tuple[FoundStep, ...], Notes]:
    folder = Path(source.file).parent
    shown = os.path.normpath(folder / step.path)
    try:
        real = _importable(folder, step.path, way)
        way.imported.append(shown)
        return _steps(marked_file(read_text(real), shown), way.to(real))
    except (UnusableFile, FlowFileError) as error:
        return (), Notes(problems=error.problems)
    except ValueError as error:
        return (), source.problem(step.path_at, f"step {step.name!r} cannot import {shown}: {error}")


def _importable(folder: Path, path: str, way: _ImportChain) -> Path:
    real = resolve_referenced_file(folder, path)
    if real in way.files:
        circle = [*(file.name for file in way.files[way.files.index(real) :]), real.name]
        raise ValueError(f"it is being imported already: {' imports '.join(circle)}.")
    if len(way.imported) >= MAX_IMPORTS:
        raise ValueError(f"at most {MAX_IMPORTS} files are imported for one flow file.")
    return real


def _prefixed(step: Import, imported: Iterable[FoundStep]) -> Iterator[FoundStep]:
    for found in imported:
        yield replace(found, entry=replace(found.entry, name=f"{step.name}/{found.entry.name}"))


def _drops(step: Import) -> Iterator[Entry]:
    for key, columns in step.drops.items():
        at = (*step.at, key)
        yield Entry(f"{step.name}.{key}", DROPS[key], {"cols": list(columns)}, at, at)
