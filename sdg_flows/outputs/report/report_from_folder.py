"""Builds the report of a run from the files in its folder, both during the run and later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sdg_flows.core.exchange import Usage
from sdg_flows.core.latency import Latency
from sdg_flows.core.run_record import EndpointUsed, RunRecord, Step
from sdg_flows.core.scores import Scores
from sdg_flows.outputs.balance import Balance
from sdg_flows.outputs.files.atomic_files import FileFacts
from sdg_flows.outputs.past_runs.run_folders import Facts
from sdg_flows.outputs.rejections import Rejection, example_columns
from sdg_flows.outputs.report.page import Report, build_report
from sdg_flows.outputs.report.row_records import DescribeRows, RowRecord, first_of_each_reason
from sdg_flows.outputs.report.run_contents import read_contents
from sdg_flows.outputs.report.topics import RowCounts
from sdg_flows.outputs.run_folder.training import TrainingCounts
from sdg_flows.outputs.summary import PipelineSummary, Summary


def report_from_folder(folder: Path, facts: Facts, describe: DescribeRows) -> Report:
    """Build the report of a run from its run.json and its files."""
    files = {name: FileFacts(file["lines"], file["sha256"]) for name, file in facts["files"].items()}
    rows = {name: file for name, file in files.items() if name.endswith(".jsonl")}
    contents = read_contents(folder, facts, describe)
    return build_report(_record(facts), _summary(facts, contents.left), rows, contents)


def _record(facts: Facts) -> RunRecord:
    return RunRecord(
        name=facts["name"],
        suite=facts["suite"],
        started=datetime.fromisoformat(facts["started"]),
        finished=datetime.fromisoformat(facts["finished"]),
        settings=facts["settings"],
        teacher=facts["teacher"],
        model=facts["model"],
        teacher_is_offline=facts["offline"],
        versions=facts["versions"],
        results=(),
        warnings=tuple(facts["warnings"]),
        endpoints=tuple(EndpointUsed(**endpoint) for endpoint in facts["endpoints"]),
        fresh_draws=facts["fresh_draws"],
        latency=Latency(Counter(dict(facts["latency"]["buckets"])), facts["latency"]["longest"]),
    )


def _summary(facts: Facts, left: Sequence[RowRecord]) -> Summary:
    """Return the totals of a run; `left` are rejected rows, the first of each reason before the second ones."""
    firsts = first_of_each_reason(left)
    return Summary(tuple(_pipeline(pipeline, firsts) for pipeline in facts["pipelines"]), facts["seconds"])


def _pipeline(facts: Facts, firsts: Mapping[tuple[str, str, str], RowRecord]) -> PipelineSummary:
    columns = tuple(facts["input_columns"])
    reasons = [
        (block, reason, rows) for block, by_reason in facts["rejected"].items() for reason, rows in by_reason.items()
    ]
    return PipelineSummary(
        pipeline=facts["pipeline"],
        flow_file=facts["flow_file"],
        inputs=facts["input_rows"],
        outputs=facts["output_rows"],
        rejected=facts["rejected_rows"],
        steps=tuple(map(_step, facts["steps"])),
        rejections=tuple(
            _example(Rejection(facts["pipeline"], block, reason, rows, None, {}), firsts, columns)
            for block, reason, rows in reasons
        ),
        balance=Balance(**{name: count for name, count in facts["balance"].items() if name != "adds_up"}),
        tally=TrainingCounts(**facts["training"]),
        files=facts["files"],
        input_columns=columns,
        categories={
            name: {text: RowCounts(*rows) for text, rows in texts.items()}
            for name, texts in facts["categories"].items()
        },
    )


def _example(
    rejection: Rejection, firsts: Mapping[tuple[str, str, str], RowRecord], inputs: Sequence[str]
) -> Rejection:
    row = firsts.get((rejection.pipeline, rejection.block, rejection.reason))
    if row is None:
        return rejection
    left = row["left"]
    return replace(
        rejection,
        detail=left["detail"],
        example=example_columns(row["columns"], set(inputs)),
        answer_key=left["answer_key"],
    )


def _step(facts: Facts) -> Step:
    return Step(
        facts["block"],
        facts["type"],
        facts["rows_in"],
        facts["rows_out"],
        facts["rejected"],
        facts["asked"],
        facts["reused"],
        Usage(facts["tokens"]["prompt"], facts["tokens"]["completion"]),
        facts["seconds"],
        facts["settings"],
        facts["usd"],
        _scores(facts["scores"]),
    )


def _scores(facts: dict[str, Any] | None) -> Scores | None:
    if facts is None:
        return None
    kept = {score: count for score, count, _ in facts["counts"] if count}
    left = {score: count for score, _, count in facts["counts"] if count}
    return Scores(facts["column"], facts["condition"], kept, left)
