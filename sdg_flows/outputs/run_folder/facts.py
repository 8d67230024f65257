"""run.json: everything about a run that a program may want to read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sdg_flows.core.exchange import Usage
from sdg_flows.core.latency import Latency
from sdg_flows.core.scores import Scores
from sdg_flows.core.story import RunRecord, Step
from sdg_flows.outputs.balance import Balance
from sdg_flows.outputs.files.atomic_files import FileFacts
from sdg_flows.outputs.losses import by_block
from sdg_flows.outputs.summary import PipelineSummary, Summary


def run_json(record: RunRecord, come_to: Summary, files: Mapping[str, FileFacts]) -> str:
    """Give the text of run.json; `files` are those written before it, by name."""
    return json.dumps(_run(record, come_to) | {"files": _files(files)}, ensure_ascii=False, indent=2, default=str)


def _run(record: RunRecord, come_to: Summary) -> dict[str, Any]:
    return {
        "name": record.name,
        "suite": record.suite,
        "started": record.started.isoformat(),
        "finished": record.finished.isoformat(),
        "seconds": round(come_to.seconds, 3),
        "settings": dict(record.settings),
        "teacher": record.teacher,
        "model": record.model,
        "offline": record.teacher_is_offline,
        "endpoints": [asdict(one) for one in record.endpoints],
        "fresh_draws": record.fresh_draws,
        "versions": dict(record.versions),
        "warnings": list(record.warnings),
        "notes": list(come_to.notes),
        "tokens": _tokens(come_to.usage),
        "usd": come_to.usd,
        "latency": _latency(record.latency),
        "asked": come_to.asked,
        "reused": come_to.kept_answers,
        "balance": _balance(come_to.balance),
        "pipelines": [_pipeline(one) for one in come_to.pipelines],
    }


def _pipeline(one: PipelineSummary) -> dict[str, Any]:
    return {
        "pipeline": one.pipeline,
        "flow_file": one.flow_file,
        "files": dict(one.files),
        "input_columns": list(one.input_columns),
        **asdict(one.sources),
        "input_rows": one.inputs,
        "output_rows": one.outputs,
        "rejected_rows": one.rejected,
        "rejected": by_block(one.losses),
        "training": asdict(one.tally),
        "categories": one.categories,
        "balance": _balance(one.balance),
        "tokens": _tokens(one.total.usage),
        "steps": [_step(step) for step in one.steps],
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "block": step.block,
        "type": step.block_type,
        "settings": step.settings,
        "rows_in": step.rows_in,
        "rows_out": step.rows_out,
        "rejected": dict(step.rejected),
        "asked": step.asked,
        "reused": step.kept_answers,
        "tokens": _tokens(step.usage),
        "seconds": round(step.seconds, 3),
        "usd": step.usd,
        "scores": _scores(step.scores) if step.scores else None,
    }


def _scores(found: Scores) -> dict[str, Any]:
    return {"column": found.column, "condition": found.condition, "counts": found.counts}


def _latency(found: Latency) -> dict[str, Any]:
    shares = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
    told = {name: round(found.quantile(share), 4) for name, share in shares.items()}
    return {
        "answers": found.answers,
        **told,
        "longest": round(found.longest, 4),
        "buckets": sorted(found.counts.items()),
    }


def _tokens(usage: Usage) -> dict[str, int]:
    return {"prompt": usage.prompt_tokens, "completion": usage.completion_tokens}


def _balance(rows: Balance) -> dict[str, Any]:
    return asdict(rows) | {"adds_up": rows.adds_up}


def _files(files: Mapping[str, FileFacts]) -> dict[str, Any]:
    return {name: {"lines": facts.lines, "sha256": facts.sha256} for name, facts in files.items()}
