"""run.json: the facts of a run, for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sdg_flows.core.exchange import Usage
from sdg_flows.core.latency import Latency
from sdg_flows.core.run_record import RunRecord, Step
from sdg_flows.core.scores import Scores
from sdg_flows.outputs.balance import Balance
from sdg_flows.outputs.files.atomic_files import FileFacts
from sdg_flows.outputs.rejections import by_block
from sdg_flows.outputs.summary import PipelineSummary, Summary


def run_json(record: RunRecord, summary: Summary, files: Mapping[str, FileFacts]) -> str:
    """Return the text of run.json; `files` are those written before it, by name."""
    return json.dumps(_run(record, summary) | {"files": _files(files)}, ensure_ascii=False, indent=2, default=str)


def _run(record: RunRecord, summary: Summary) -> dict[str, Any]:
    return {
        "name": record.name,
        "suite": record.suite,
        "started": record.started.isoformat(),
        "finished": record.finished.isoformat(),
        "seconds": round(summary.seconds, 3),
        "settings": dict(record.settings),
        "teacher": record.teacher,
        "model": record.model,
        "offline": record.teacher_is_offline,
        "endpoints": [asdict(item) for item in record.endpoints],
        "fresh_draws": record.fresh_draws,
        "versions": dict(record.versions),
        "warnings": list(record.warnings),
        "notes": list(summary.notes),
        "tokens": _tokens(summary.usage),
        "usd": summary.usd,
        "latency": _latency(record.latency),
        "asked": summary.asked,
        "reused": summary.kept_answers,
        "balance": _balance(summary.balance),
        "pipelines": [_pipeline(item) for item in summary.pipelines],
    }


def _pipeline(summary: PipelineSummary) -> dict[str, Any]:
    return {
        "pipeline": summary.pipeline,
        "flow_file": summary.flow_file,
        "files": dict(summary.files),
        "input_columns": list(summary.input_columns),
        **asdict(summary.sources),
        "input_rows": summary.inputs,
        "output_rows": summary.outputs,
        "rejected_rows": summary.rejected,
        "rejected": by_block(summary.rejections),
        "training": asdict(summary.tally),
        "categories": summary.categories,
        "balance": _balance(summary.balance),
        "tokens": _tokens(summary.total.usage),
        "steps": [_step(step) for step in summary.steps],
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


def _scores(scores: Scores) -> dict[str, Any]:
    return {"column": scores.column, "condition": scores.condition, "counts": scores.counts}


def _latency(latency: Latency) -> dict[str, Any]:
    shares = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
    quantiles = {name: round(latency.quantile(share), 4) for name, share in shares.items()}
    return {
        "answers": latency.answers,
        **quantiles,
        "longest": round(latency.longest, 4),
        "buckets": sorted(latency.counts.items()),
    }


def _tokens(usage: Usage) -> dict[str, int]:
    return {"prompt": usage.prompt_tokens, "completion": usage.completion_tokens}


def _balance(balance: Balance) -> dict[str, Any]:
    return asdict(balance) | {"adds_up": balance.adds_up}


def _files(files: Mapping[str, FileFacts]) -> dict[str, Any]:
    return {name: {"lines": facts.lines, "sha256": facts.sha256} for name, facts in files.items()}
