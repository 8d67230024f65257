"""The input again, every row in its place, with the columns that a pipeline added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sdg_flows.core.story import Generated
from sdg_flows.core.table import ROW_ID, rows_of, without_columns
from sdg_flows.outputs.disk import write_over
from sdg_flows.outputs.jsonl import jsonl_line


def write_annotated(generated: Sequence[Generated], path: Path) -> int:
    """Write the annotated rows of all pipelines as JSON lines, over a file that is there; give their number.

    Raises:
        DiskError: the file cannot be written; one that was there is as it was.
    """
    lines = (jsonl_line(row) for one in generated for row in annotated_rows(one))
    return write_over(path, lines, "the annotated rows").lines


def annotated_rows(one: Generated) -> Iterator[dict[str, Any]]:
    """Yield each input row with what was made of it, in input order; several rows when several were made.

    A row that was rejected has null in the columns that the pipeline added. Columns of the input come first.
    """
    made = _places_by_origin(one)
    rows = without_columns(one.rows, [ROW_ID])
    added = {name: None for name in rows.column_names if name not in one.inputs.column_names}
    for given in rows_of(one.inputs):
        row = {name: value for name, value in given.items() if name != ROW_ID}
        places = made.get(given[ROW_ID])
        if places is None:
            yield row | added
        else:
            yield from (row | made_row for made_row in rows_of(rows.take(places)))


def _places_by_origin(one: Generated) -> Mapping[str, list[int]]:
    """Give the places of the rows that each input row has become, by the input row's id."""
    parents = dict(zip(one.lineage[ROW_ID].to_pylist(), one.lineage["parent_id"].to_pylist(), strict=True))
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at, row_id in enumerate(one.rows[ROW_ID].to_pylist()):
        while row_id in parents:
            row_id = parents[row_id]
        places[row_id].append(at)
    return places
