"""A finished run in short, by its run.json: a sentence for a log, and a page to see first."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sdg_flows.core.even_spacing import evenly_spaced
from sdg_flows.outputs.figures import counted, dollars, duration, number, short
from sdg_flows.outputs.files.line_search import records_at
from sdg_flows.outputs.pages import TEMPLATES
from sdg_flows.outputs.past_runs.run_folders import Facts, KeptRun
from sdg_flows.outputs.past_runs.run_table import run_line
from sdg_flows.outputs.run_folder.pairs import asked_and_answered
from sdg_flows.outputs.run_folder.training import OFFLINE_NOTICE

_REASONS = 3
"""Reasons in a sentence."""
_MESSAGES = "messages.jsonl"


@dataclass(frozen=True)
class Left:
    """Rows that one block of a pipeline rejected for one reason."""

    rows: int
    reason: str
    block: str
    pipeline: str


def sentence(run: KeptRun) -> str:
    """Say in a line what a run made, what it rejected and what it cost."""
    line, left = run_line(run), Counter[str]()
    for one in rejected(run.facts):
        left[one.reason] += one.rows
    reasons = [f"{rows:,} {reason}" for reason, rows in left.most_common(_REASONS)] + ["…"] * (len(left) > _REASONS)
    why = f" ({', '.join(reasons)})" if left else ""
    return (
        f"Made {counted(line.rows_trained, 'training row')} from {counted(line.rows_in, 'input row')}; "
        f"rejected {number(line.rows_rejected)}{why}; asked {counted(line.asked, 'answer')}, "
        f"{number(line.reused)} reused; {short(line.prompt_tokens)} tokens in and "
        f"{short(line.completion_tokens)} out, cost {cost(run.facts)}; {duration(line.seconds)}. All is in {run.folder}"
    )


def page(run: KeptRun) -> str:
    """Give as Markdown what a run made, what it rejected and why, what it cost, and where its files are."""
    notice = OFFLINE_NOTICE if run.facts["offline"] else None
    shown = {"run": run, "line": run_line(run), "left": rejected(run.facts), "notice": notice, "cost": cost(run.facts)}
    return TEMPLATES.get_template("in_short.md.jinja").render(**shown, files=list(_files(run.facts)))


def rejected(facts: Facts) -> list[Left]:
    """Give the rejected rows by pipeline, block and reason, the most first."""
    found = [
        Left(rows, reason, block, one["pipeline"])
        for one in facts["pipelines"]
        for block, reasons in one["rejected"].items()
        for reason, rows in reasons.items()
    ]
    return sorted(found, key=lambda left: -left.rows)


def cost(facts: Facts) -> str:
    """Say what the answers that were bought cost."""
    if facts["offline"]:
        return "nothing"
    usd = facts["usd"]
    return "not known (no price in the teacher file)" if usd is None else dollars(usd)


def samples_page(run: KeptRun, wanted: int) -> str:
    """Give as Markdown some training rows, evenly spread over all; empty when there are none.

    Raises:
        SettingsError: the file cannot be read.
    """
    return TEMPLATES.get_template("samples.md.jinja").render(rows=sampled(run, wanted))


def sampled(run: KeptRun, wanted: int) -> list[dict[str, str]]:
    """Give training rows, evenly spread over all: user, assistant, leaf and row_id.

    Raises:
        SettingsError: the file cannot be read.
    """
    there = run.facts["files"][_MESSAGES]["lines"]
    lines = [place + 1 for place in evenly_spaced(there, wanted)]
    return [_sample(record) for record in records_at(run.folder / _MESSAGES, lines)]


def _sample(record: dict[str, object]) -> dict[str, str]:
    metadata = json.loads(str(record["metadata"]))
    messages: list[dict[str, str]] = record["messages"]  # pyright: ignore[reportAssignmentType]  a line of messages.jsonl
    user, assistant = asked_and_answered(messages)
    return {
        "user": user,
        "assistant": assistant,
        "leaf": metadata.get("leaf_node_path", ""),
        "row_id": metadata["row_id"],
    }


def _files(facts: Facts) -> Iterator[tuple[str, int | None]]:
    """Yield the files to look at first, and the rows of those that hold some."""
    for name in ("train.jsonl", _MESSAGES, "rejected.jsonl", "report.html"):
        if name in facts["files"]:
            yield name, facts["files"][name]["lines"] if name.endswith(".jsonl") else None
