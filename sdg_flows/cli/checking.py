from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sdg_flows.cli.running import choices_of
from sdg_flows.cli.terminal_text import print_text
from sdg_flows.core.block import TeacherBlock
from sdg_flows.core.pipeline import Pipeline, ResolvedBlock, needed_columns, resolve_columns
from sdg_flows.flowfile.library import find_suite
from sdg_flows.flowfile.named_prompts import NamedPrompt, named_prompts
from sdg_flows.flowfile.suite import KINDS, Suite
from sdg_flows.orchestrate.choices import Choices
from sdg_flows.orchestrate.plan import load_pipelines, make_plan
from sdg_flows.orchestrate.workdir.work_dir import WorkDir
from sdg_flows.outputs.figures import counted


def print_columns(flags: argparse.Namespace) -> int:
    """Print each block of each pipeline and the columns after it. Nothing is asked or kept.

    Without an input, flow files that are not for the leaves of a taxonomy start from the columns that they need.
    """
    choices = choices_of(flags)
    suite = find_suite(choices.pipeline)
    if choices.input or choices.taxonomy or suite.pipelines.keys() & set(KINDS):
        _print_for_inputs(choices)
    else:
        _print_for_needs(suite, choices)
    return 0


def _print_for_inputs(choices: Choices) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        plan = make_plan(replace(choices, work_dir=scratch), WorkDir(Path(scratch)).create(), Path(scratch) / "rows")
    print_text(f"{plan.suite} over {plan.source}")
    for job in plan.jobs:
        head = f"{job.name}: {counted(job.inputs.num_rows, 'row')}, {job.pipeline.source}"
        _print_pipeline(head, job.pipeline, job.inputs.column_names, job.blocks)
    _print_notes(plan.warnings)


def _print_for_needs(suite: Suite, choices: Choices) -> None:
    pipelines = load_pipelines(suite, choices)
    print_text(f"{suite.name}, from the columns that it needs")
    for name, pipeline in pipelines.items():
        needed = needed_columns(pipeline)
        _print_pipeline(f"{name}: {pipeline.source}", pipeline, needed, resolve_columns(pipeline, needed))
    notice = [suite.notice] if suite.notice else []
    _print_notes([*notice, *(warning for pipeline in pipelines.values() for warning in pipeline.warnings)])


def _print_pipeline(head: str, pipeline: Pipeline, columns: Iterable[str], blocks: Sequence[ResolvedBlock]) -> None:
    print_text(f"\n{head}")
    prompts = named_prompts(Path(pipeline.source), pipeline)
    for line in _column_lines(columns, blocks, prompts):
        print_text(f"  {line}")


def _print_notes(warnings: Iterable[str]) -> None:
    for warning in warnings:
        print_text(f"\nNote: {warning}")


def _column_lines(
    columns: Iterable[str], blocks: Iterable[ResolvedBlock], prompts: Mapping[str, Sequence[NamedPrompt]]
) -> Iterator[str]:
    before = tuple(name for name in columns if name != "row_id")
    yield f"{'input':<34} {', '.join(before)}"
    for one in blocks:
        after = tuple(name for name in one.columns if name != "row_id")
        added = [f"+{name}" for name in after if name not in before]
        removed = [f"-{name}" for name in before if name not in after]
        asks = " asks the teacher;" if isinstance(one.block, TeacherBlock) else ""
        changes = ", ".join([*added, *removed]) or "same columns"
        yield f"{one.block.name:<34} {type(one.block).__name__};{asks} {changes}"
        yield from (f"{'':<36}{_prompt_summary(named)}" for named in prompts.get(one.block.name, ()))
        before = after


def _prompt_summary(named: NamedPrompt) -> str:
    """Return a prompt's file, the columns that it reads, and the tags by which its answers are parsed."""
    prompt = named.prompt
    optional = prompt.variables - prompt.required
    reads = ", ".join([*sorted(prompt.required), *(f"{name} (optional)" for name in sorted(optional))]) or "no column"
    pairs = [f"{start}…{end}" for start, end in zip(prompt.start_tags, prompt.end_tags, strict=False)]
    tags = " ".join("the whole answer" if pair == "…" else pair for pair in pairs)
    return f"{named.file} reads {reads}{tags and '; tags: '}{tags}"
