from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sdg_flows.cli.terminal_text import print_text
from sdg_flows.core.block import TeacherBlock
from sdg_flows.core.errors import Refused
from sdg_flows.core.pipeline import needed_columns
from sdg_flows.flowfile.binding import Binding
from sdg_flows.flowfile.library import list_suites
from sdg_flows.flowfile.load import load
from sdg_flows.flowfile.suite import Suite


def list_pipelines() -> int:
    """Print each suite, where it was found and what it extends, and what each of its pipelines needs and asks."""
    for suite in list_suites():
        print_text("\n".join(_suite_lines(suite)))
    return 0


def _suite_lines(suite: Suite) -> Iterator[str]:
    yield f"{suite.name}  ({suite.found}: {suite.place})"
    if suite.description:
        yield f"  {' '.join(suite.description.split())}"
    if suite.parents:
        yield f"  extends {', then '.join(suite.parents)}"
    if suite.notice:
        yield f"  {suite.notice}"
    for name, path in suite.pipelines.items():
        yield f"  {name:<16} {_pipeline_summary(path)}"


def _pipeline_summary(path: Path) -> str:
    try:
        pipeline = load(path, Binding(num_instructions=1))
    except Refused as error:
        first, *more = str(error).splitlines()
        return f"broken: {first}{f' (and {len(more)} more)' if more else ''}"
    asking = sum(isinstance(block, TeacherBlock) for block in pipeline.blocks)
    return f"needs {', '.join(needed_columns(pipeline)) or 'no column'}; {asking} of {len(pipeline.blocks)} blocks ask"
