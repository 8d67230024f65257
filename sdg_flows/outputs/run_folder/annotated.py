"""The input again, every row in its place, with the columns that a pipeline added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from sdg_flows.core.rows import Rows
from sdg_flows.core.story import Generated
from sdg_flows.core.table import ROW_ID
from sdg_flows.outputs.ancestry import marks_of, roots
from sdg_flows.outputs.files.atomic_files import write_over
from sdg_flows.outputs.files.jsonl import jsonl_line

_NOTHING_MORE: tuple[int, Iterator[tuple[int, dict[str, Any]]]] = (-1, iter(()))


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
    names = [name for name in one.rows.column_names if name != ROW_ID]
    added = {name: None for name in names if name not in one.inputs.column_names}
    places, rows = _in_input_order(one)
    made = groupby(zip(places, rows.dicts(names), strict=True), key=lambda entry: entry[0])
    place, family = next(made, _NOTHING_MORE)
    for at, given in enumerate(one.inputs.dicts()):
        row = {name: value for name, value in given.items() if name != ROW_ID}
        if place != at:
            yield row | added
            continue
        yield from (row | child for _, child in family)
        place, family = next(made, _NOTHING_MORE)


def _in_input_order(one: Generated) -> tuple[list[int], Rows]:
    """Give the rows by the place of the input row that each goes back to, and these places.

    Only rows that a block has put into another order are all in memory at once.
    """
    inputs = marks_of(one.inputs)
    order = np.argsort(inputs)
    places = order[np.searchsorted(inputs, roots(one.rows, one.lineage), sorter=order)]
    if np.all(places[1:] >= places[:-1]):
        return places.tolist(), one.rows
    by_place = np.argsort(places, kind="stable")
    return places[by_place].tolist(), Rows.of(one.rows.table().take(pa.array(by_place)))
