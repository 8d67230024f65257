from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from sdg_flows.core.errors import FlowFileError, Problem, SettingsError
from sdg_flows.core.pipeline import Pipeline, PlacedBlock, needed_columns
from sdg_flows.flowfile.binding import UNBOUND, Binding
from sdg_flows.flowfile.build import build_blocks
from sdg_flows.flowfile.chat_formats import chat_format
from sdg_flows.flowfile.file_digests import file_digests
from sdg_flows.flowfile.files import ReferencedFiles
from sdg_flows.flowfile.flow_text import flow_text
from sdg_flows.flowfile.imports import resolve_imports
from sdg_flows.flowfile.output_columns import output_columns_block


def load(path: Path, binding: Binding = UNBOUND) -> Pipeline:
    """Make a pipeline of a flow file: closed blocks in order, and what was noticed as `file:line: text`.

    Raises:
        FlowFileError: with every problem of the file and of the prompt files it names.
        SettingsError: the binding names no known model family.
    """
    source = flow_text(path)
    found, notes = resolve_imports(source)
    known = _check_family(binding)
    files = {step.source.file: ReferencedFiles(Path(step.source.file), known) for step in found}
    steps: list[PlacedBlock] = []
    for step in found:
        blocks, block_notes = build_blocks(step.entry, step.source, files[step.source.file], lenient=step.lenient)
        steps += blocks
        notes += block_notes
    dropped, drop_notes = output_columns_block(source, steps)
    steps += dropped
    notes += drop_notes
    problems = notes.problems or tuple(_duplicate_names(steps))
    if problems:
        raise FlowFileError(_in_order(problems, source.file))
    named = [named for of_file in files.values() for named in (Path(of_file.flow_file), *map(Path, of_file.read))]
    pipeline = Pipeline(path.stem, source.file, tuple(steps), files=file_digests(path, named))
    warnings = [*notes.warnings, *_prompt_warnings(pipeline, files.values())]
    return replace(pipeline, warnings=tuple(map(str, _in_order(warnings, source.file))))


def _duplicate_names(steps: Iterable[PlacedBlock]) -> Iterator[Problem]:
    """Yield each block whose name is an earlier one's, in whatever files the two stand."""
    first: dict[str, str] = {}
    for step in steps:
        name = step.block.name
        if name in first:
            yield Problem(step.place, None, f"the name {name!r} is taken by the block at {first[name]}.")
        first.setdefault(name, step.place)


def _check_family(binding: Binding) -> Binding:
    """Return the binding back when its model family is known, before every block complains of it."""
    if binding.model_family is not None:
        try:
            chat_format(binding.model_family)
        except ValueError as error:
            raise SettingsError(str(error)) from error
    return binding


def _prompt_warnings(pipeline: Pipeline, files: Iterable[ReferencedFiles]) -> Iterable[Problem]:
    """Yield what was noticed in the prompt files, now that the columns of the pipeline are known."""
    made = (name for block in pipeline.blocks for name in block.columns.adds)
    columns = tuple(dict.fromkeys([*needed_columns(pipeline), *made]))
    for read in (read for of_file in files for read in of_file.prompts.values()):
        yield from read.warnings
        yield from read.single_braces(columns)


def _in_order(problems: Iterable[Problem], flow_file: str) -> list[Problem]:
    """Return each problem once: those of the flow file first, by line."""
    return sorted(dict.fromkeys(problems), key=lambda it: (it.file != flow_file, it.file, it.line or 0))
