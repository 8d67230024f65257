"""The report of a run by what is in its folder: so the run itself makes it, and whoever makes it again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sdg_flows.core.exchange import Usage
from sdg_flows.core.latency import Latency
from sdg_flows.core.scores import Scores
from sdg_flows.core.story import AskedEndpoint, RunRecord, Step
from sdg_flows.outputs.balance import Balance
from sdg_flows.outputs.files.atomic_files import FileFacts
from sdg_flows.outputs.losses import Loss, telling
from sdg_flows.outputs.past_runs.run_folders import Facts
from sdg_flows.outputs.report.page import Report, report
from sdg_flows.outputs.report.seen import seen
from sdg_flows.outputs.report.told_rows import Tell, ToldRow, first_of_each_reason
from sdg_flows.outputs.report.topics import Yield
from sdg_flows.outputs.run_folder.training import Tally
from sdg_flows.outputs.summary import PipelineSummary, Summary


def kept_report(folder: Path, facts: Facts, tell: Tell) -> Report:
    """Give the report of a run by what its run.json and its files say."""
    files = {name: FileFacts(one["lines"], one["sha256"]) for name, one in facts["files"].items()}
    rows = {name: one for name, one in files.items() if name.endswith(".jsonl")}
    look = seen(folder, facts, tell)
    return report(_record(facts), _summary(facts, look.left), rows, look)


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
        generated=(),
        warnings=tuple(facts["warnings"]),
        endpoints=tuple(AskedEndpoint(**one) for one in facts["endpoints"]),
        fresh_draws=facts["fresh_draws"],
        latency=Latency(Counter(dict(facts["latency"]["buckets"])), facts["latency"]["longest"]),
    )


def _summary(facts: Facts, left: Sequence[ToldRow]) -> Summary:
    """Give what a run comes to; `left` are rejected rows, the first of each reason before the second ones."""
    firsts = first_of_each_reason(left)
    return Summary(tuple(_pipeline(one, firsts) for one in facts["pipelines"]), facts["seconds"])


def _pipeline(one: Facts, firsts: Mapping[tuple[str, str, str], ToldRow]) -> PipelineSummary:
    columns = tuple(one["input_columns"])
    reasons = [(block, reason, rows) for block, some in one["rejected"].items() for reason, rows in some.items()]
    return PipelineSummary(
        pipeline=one["pipeline"],
        flow_file=one["flow_file"],
        inputs=one["input_rows"],
        outputs=one["output_rows"],
        rejected=one["rejected_rows"],
        steps=tuple(map(_step, one["steps"])),
        losses=tuple(
            _example(Loss(one["pipeline"], block, reason, rows, None, {}), firsts, columns)
            for block, reason, rows in reasons
        ),
        balance=Balance(**{name: count for name, count in one["balance"].items() if name != "adds_up"}),
        tally=Tally(**one["training"]),
        files=one["files"],
        input_columns=columns,
        categories={
            name: {text: Yield(*rows) for text, rows in texts.items()} for name, texts in one["categories"].items()
        },
    )


def _example(loss: Loss, firsts: Mapping[tuple[str, str, str], ToldRow], inputs: Sequence[str]) -> Loss:
    row = firsts.get((loss.pipeline, loss.block, loss.reason))
    if row is None:
        return loss
    left = row["left"]
    return replace(
        loss, detail=left["detail"], example=telling(row["columns"], set(inputs)), answer_key=left["answer_key"]
    )


def _step(told: Facts) -> Step:
    return Step(
        told["block"],
        told["type"],
        told["rows_in"],
        told["rows_out"],
        told["rejected"],
        told["asked"],
        told["reused"],
        Usage(told["tokens"]["prompt"], told["tokens"]["completion"]),
        told["seconds"],
        told["settings"],
        told["usd"],
        _scores(told["scores"]),
    )


def _scores(told: dict[str, Any] | None) -> Scores | None:
    if told is None:
        return None
    kept = {score: count for score, count, _ in told["counts"] if count}
    left = {score: count for score, _, count in told["counts"] if count}
    return Scores(told["column"], told["condition"], kept, left)
