"""The trail of rows: the lines of rejected.jsonl and lineage.jsonl."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sdg_flows.core.story import Generated
from sdg_flows.core.table import ROW_ID

REJECTED_LINE = ("pipeline", ROW_ID, "block", "reason", "detail", "answer_key", "row")
LINEAGE_LINE = ("pipeline", ROW_ID, "parent_id", "block", "answer_key")
"""What each line has, in this order."""
_ROW = json.JSONDecoder(parse_constant=str)


def rejected_rows(generated: Iterable[Generated]) -> Iterator[dict[str, Any]]:
    """Yield each rejected row with its pipeline, block and reason; `row` holds its columns when it left."""
    for one in generated:
        for row in one.rejected.dicts():
            told = {**row, "pipeline": one.pipeline, "row": columns_of(row["row"])}
            yield {name: told[name] for name in REJECTED_LINE}


def lineage_rows(generated: Iterable[Generated]) -> Iterator[dict[str, Any]]:
    """Yield each made row with its parent, the block that made it and the answer it came from."""
    for one in generated:
        for row in one.lineage.dicts(LINEAGE_LINE[1:]):
            yield {"pipeline": one.pipeline, **row}


def columns_of(row: str) -> dict[str, Any]:
    """Give the columns of a rejected row from its JSON text; NaN and infinities, which may be why it left, as text."""
    return _ROW.decode(row)
