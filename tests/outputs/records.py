"""Finished runs, written by hand."""

import json
from collections.abc import Sequence
from datetime import datetime, timezone
from typing import Any

import pyarrow as pa

from sdg_flows.core.rows import Rows
from sdg_flows.core.run_record import LINEAGE_WITH_BLOCK, REJECTED_WITH_BLOCK, PipelineResult, RunRecord, Step

from tables import table

NO_ROWS = pa.table({"row_id": pa.array([], pa.string())})


def made(
    rows: pa.Table = NO_ROWS,
    pipeline: str = "knowledge",
    inputs: pa.Table = NO_ROWS,
    rejected: Sequence[dict[str, Any]] = (),
    lineage: Sequence[tuple[str, str]] = (),
    later: Sequence[tuple[str, str]] = (),
    steps: Sequence[Step] = (),
) -> PipelineResult:
    """Return what a pipeline made; lineage is (row, parent), of a first block and of a later one."""
    return PipelineResult(
        pipeline,
        f"simple/{pipeline}.yaml",
        Rows.of(inputs),
        Rows.of(rows),
        Rows.of(pa.Table.from_pylist(list(rejected), schema=REJECTED_WITH_BLOCK)),
        Rows.of(_edges(lineage, "gen"), _edges(later, "go_on")),
        tuple(steps),
    )


def _edges(lineage: Sequence[tuple[str, str]], block: str) -> pa.Table:
    edges = [{"row_id": row, "parent_id": parent, "block": block, "answer_key": "k1"} for row, parent in lineage]
    return pa.Table.from_pylist(edges, schema=LINEAGE_WITH_BLOCK)


def gone(
    row_id: str, reason: str = "low_score", block: str = "judge", detail: str | None = None, **row: object
) -> dict:
    """Return a rejected row."""
    return {
        "row_id": row_id,
        "block": block,
        "reason": reason,
        "detail": detail,
        "answer_key": "k1",
        "row": json.dumps(row),
    }


def run(*generated: PipelineResult, **changes: Any) -> RunRecord:
    """Return a run of twelve and a half minutes."""
    defaults: dict[str, Any] = {
        "name": "simple-1",
        "suite": "simple",
        "started": datetime(2026, 3, 14, 9, 0, 0, tzinfo=timezone.utc),
        "finished": datetime(2026, 3, 14, 9, 12, 30, tzinfo=timezone.utc),
        "settings": {"in_flight": 32, "taxonomy": None},
        "teacher": "http://localhost:8000/v1",
        "model": "granite",
        "teacher_is_offline": False,
        "versions": {"sdg_flows": "0.1.0"},
        "results": generated,
    }
    return RunRecord(**(defaults | changes))


def answered(*questions: str, **columns: Sequence[object]) -> pa.Table:
    """Return rows with a question and a response each."""
    return table(question=list(questions), response=[f"about {question}" for question in questions], **columns)
