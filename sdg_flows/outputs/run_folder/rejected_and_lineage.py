"""The records of rejected.jsonl and lineage.jsonl."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sdg_flows.core.run_record import PipelineResult
from sdg_flows.core.table import ROW_ID

REJECTED_KEYS = ("pipeline", ROW_ID, "block", "reason", "detail", "answer_key", "row")
LINEAGE_KEYS = ("pipeline", ROW_ID, "parent_id", "block", "answer_key")
"""The keys of each record, in order."""
_ROW = json.JSONDecoder(parse_constant=str)


def rejected_rows(generated: Iterable[PipelineResult]) -> Iterator[dict[str, Any]]:
    """Yield each rejected row with its pipeline, block and reason; `row` holds its columns when it was rejected."""
    for result in generated:
        for row in result.rejected.dicts():
            record = {**row, "pipeline": result.pipeline, "row": parse_columns(row["row"])}
            yield {name: record[name] for name in REJECTED_KEYS}


def lineage_rows(generated: Iterable[PipelineResult]) -> Iterator[dict[str, Any]]:
    """Yield each made row with its parent, the block that made it and the answer it came from."""
    for result in generated:
        for row in result.lineage.dicts(LINEAGE_KEYS[1:]):
            yield {"pipeline": result.pipeline, **row}


def parse_columns(row: str) -> dict[str, Any]:
    """Return the columns of a rejected row from its JSON text; NaN and infinities, a possible reason, become text."""
    return _ROW.decode(row)
