"""The input rows in their order, with the columns that a pipeline added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from sdg_flows.core.rows import Rows
from sdg_flows.core.run_record import PipelineResult
from sdg_flows.core.table import ROW_ID
from sdg_flows.outputs.ancestry import root_of_each, row_hashes
from sdg_flows.outputs.files.atomic_files import replace_file
from sdg_flows.outputs.files.jsonl import jsonl_line

_EXHAUSTED: tuple[int, Iterator[tuple[int, dict[str, Any]]]] = (-1, iter(()))


def write_annotated(generated: Sequence[PipelineResult], path: Path) -> int:
    """Write the annotated rows of all pipelines as JSON lines, replacing the file; return their number.

    Raises:
        DiskError: the file cannot be written; one that was there is as it was.
    """
    lines = (jsonl_line(row) for result in generated for row in annotated_rows(result))
    return replace_file(path, lines, "the annotated rows").lines


def annotated_rows(result: PipelineResult) -> Iterator[dict[str, Any]]:
    """Yield each input row, in input order, with the columns of each row made from it.

    A rejected row has null in the columns that the pipeline added. Input columns come first.
    """
    names = [name for name in result.rows.column_names if name != ROW_ID]
    added = {name: None for name in names if name not in result.inputs.column_names}
    places, rows = _rows_in_input_order(result)
    families = groupby(zip(places, rows.dicts(names), strict=True), key=lambda entry: entry[0])
    place, family = next(families, _EXHAUSTED)
    for position, input_row in enumerate(result.inputs.dicts()):
        row = {name: value for name, value in input_row.items() if name != ROW_ID}
        if place != position:
            yield row | added
            continue
        yield from (row | child for _, child in family)
        place, family = next(families, _EXHAUSTED)


def _rows_in_input_order(result: PipelineResult) -> tuple[list[int], Rows]:
    """Return the rows sorted by the position of the input row they come from, with those positions.

    All rows are held in memory only when a block has changed their order.
    """
    input_hashes = row_hashes(result.inputs)
    order = np.argsort(input_hashes)
    places = order[np.searchsorted(input_hashes, root_of_each(result.rows, result.lineage), sorter=order)]
    if np.all(places[1:] >= places[:-1]):
        return places.tolist(), result.rows
    by_place = np.argsort(places, kind="stable")
    return places[by_place].tolist(), Rows.of(result.rows.table().take(pa.array(by_place)))
