"""An overview of a finished run from its run.json: one line for a log, and a Markdown page."""

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
from sdg_flows.outputs.run_folder.pairs import last_exchange
from sdg_flows.outputs.run_folder.training import OFFLINE_NOTICE

MAX_REASONS = 3
"""Reasons named in the line for the log."""
_MESSAGES = "messages.jsonl"


@dataclass(frozen=True)
class RejectionCount:
    """The number of rows that one block of a pipeline rejected for one reason."""

    rows: int
    reason: str
    block: str
    pipeline: str


def overview_line(run: KeptRun) -> str:
    """Summarize in one line what a run made, rejected and cost."""
    line, by_reason = run_line(run), Counter[str]()
    for rejection in rejection_counts(run.facts):
        by_reason[rejection.reason] += rejection.rows
    reasons = [f"{rows:,} {reason}" for reason, rows in by_reason.most_common(MAX_REASONS)] + ["…"] * (
        len(by_reason) > MAX_REASONS
    )
    why = f" ({', '.join(reasons)})" if by_reason else ""
    return (
        f"Made {counted(line.rows_trained, 'training row')} from {counted(line.rows_in, 'input row')}; "
        f"rejected {number(line.rows_rejected)}{why}; asked {counted(line.asked, 'answer')}, "
        f"{number(line.reused)} reused; {short(line.prompt_tokens)} tokens in and "
        f"{short(line.completion_tokens)} out, cost {cost(run.facts)}; {duration(line.seconds)}. All is in {run.folder}"
    )


def overview_page(run: KeptRun) -> str:
    """Render as Markdown what a run made, what it rejected and why, its cost, and where its files are."""
    notice = OFFLINE_NOTICE if run.facts["offline"] else None
    context = {
        "run": run,
        "line": run_line(run),
        "left": rejection_counts(run.facts),
        "notice": notice,
        "cost": cost(run.facts),
    }
    return TEMPLATES.get_template("overview.md.jinja").render(**context, files=list(_files(run.facts)))


def rejection_counts(facts: Facts) -> list[RejectionCount]:
    """Count the rejected rows by pipeline, block and reason, the most first."""
    counts = [
        RejectionCount(rows, reason, block, pipeline["pipeline"])
        for pipeline in facts["pipelines"]
        for block, reasons in pipeline["rejected"].items()
        for reason, rows in reasons.items()
    ]
    return sorted(counts, key=lambda count: -count.rows)


def cost(facts: Facts) -> str:
    """Return the cost of the answers that were bought, in words."""
    if facts["offline"]:
        return "nothing"
    usd = facts["usd"]
    return "not known (no price in the teacher file)" if usd is None else dollars(usd)


def samples_page(run: KeptRun, count: int) -> str:
    """Render `count` training rows, evenly spread over all, as Markdown; empty when there are none.

    Raises:
        SettingsError: the file cannot be read.
    """
    return TEMPLATES.get_template("samples.md.jinja").render(rows=sample_rows(run, count))


def sample_rows(run: KeptRun, count: int) -> list[dict[str, str]]:
    """Return `count` training rows, evenly spread over all: user, assistant, leaf and row_id.

    Raises:
        SettingsError: the file cannot be read.
    """
    total = run.facts["files"][_MESSAGES]["lines"]
    lines = [place + 1 for place in evenly_spaced(total, count)]
    return [_sample(record) for record in records_at(run.folder / _MESSAGES, lines)]


def _sample(record: dict[str, object]) -> dict[str, str]:
    metadata = json.loads(str(record["metadata"]))
    messages: list[dict[str, str]] = record["messages"]  # pyright: ignore[reportAssignmentType]  a line of messages.jsonl
    user, assistant = last_exchange(messages)
    return {
        "user": user,
        "assistant": assistant,
        "leaf": metadata.get("leaf_node_path", ""),
        "row_id": metadata["row_id"],
    }


def _files(facts: Facts) -> Iterator[tuple[str, int | None]]:
    """Yield the main files, with the number of rows of those that hold rows."""
    for name in ("train.jsonl", _MESSAGES, "rejected.jsonl", "report.html"):
        if name in facts["files"]:
            yield name, facts["files"][name]["lines"] if name.endswith(".jsonl") else None
