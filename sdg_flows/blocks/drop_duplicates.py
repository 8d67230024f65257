from __future__ import annotations

import json
from typing import ClassVar

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field

from sdg_flows.core.block import REJECTED, Outcome, TableBlock, rejection
from sdg_flows.core.columns import Columns
from sdg_flows.core.table import ROW_ID, rows_of


class DropDuplicatesBlock(TableBlock):
    """Keep the first row, in input order, of the rows that are equal in all of `cols`. Nulls are equal to each other.

    Rows: n in, at most n out, order kept; the others are rejected with reason `duplicate` and the id of the row that
    stayed as detail. Looks at the whole table.
    Columns: needs `cols`.

    Source: InstructLab `drop_duplicates`, which a flow file may write under any block; counted there within each batch.

    Example:
        - name: ask_each_question_once
          type: DropDuplicatesBlock
          config: {cols: [question]}
    """

    whole_table: ClassVar[bool] = True

    cols: tuple[str, ...] = Field(min_length=1)

    @property
    def columns(self) -> Columns:
        """Need `cols`."""
        return Columns(needs=self.cols)

    def __call__(self, table: pa.Table) -> Outcome:
        """Give the first of equal rows."""
        rows, firsts = _first_equals(table.select(dict.fromkeys(self.cols)))
        stays = pc.equal(rows, firsts)
        gone = pc.invert(stays)
        return Outcome(table.filter(stays), _duplicates(table.filter(gone), table[ROW_ID].take(firsts.filter(gone))))


def _first_equals(cells: pa.Table) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
    """Give the places of all rows, ascending, and for each the place of the first row that is equal to it."""
    keys = pa.table(
        [_key(cells[name]) for name in cells.column_names], names=[str(at) for at in range(cells.num_columns)]
    )
    placed = keys.append_column("row", pa.array(range(cells.num_rows), pa.int64()))
    groups = placed.group_by(keys.column_names).aggregate([("row", "min"), ("row", "list")])
    rows = pc.list_flatten(groups["row_list"])
    firsts = groups["row_min"].take(pc.list_parent_indices(groups["row_list"]))
    order = pc.sort_indices(rows)
    return rows.take(order), firsts.take(order)


def _key(column: pa.ChunkedArray) -> pa.ChunkedArray | pa.Array:
    """Give cells that Arrow can group by: lists and records as JSON text, all others as they are."""
    if not pa.types.is_nested(column.type):
        return column
    texts = [json.dumps(cell, default=str) for cell in column.to_pylist()]
    return pa.array(texts, pa.large_string())


def _duplicates(leaving: pa.Table, stayed: pa.ChunkedArray) -> pa.Table:
    ids = stayed.to_pylist()
    rows = [rejection(row, "duplicate", row_id) for row, row_id in zip(rows_of(leaving), ids, strict=True)]
    return pa.Table.from_pylist(rows, schema=REJECTED)
