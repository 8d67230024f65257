"""Rows read out of the texts of a column: one for each record of each text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from sdg_flows.core.block import LINEAGE, REJECTED, Outcome, rejection
from sdg_flows.core.errors import ColumnsError
from sdg_flows.core.parsing import Parsed
from sdg_flows.core.table import ROW_ID, child_id, rows_of, with_column


def texts_of(table: pa.Table, column: str, block: str) -> pa.ChunkedArray:
    """Give a column that holds texts or lists of texts.

    Raises:
        ColumnsError: it holds something else.
    """
    kind = table[column].type
    cell = kind.value_type if pa.types.is_list(kind) or pa.types.is_large_list(kind) else kind
    if not (pa.types.is_string(cell) or pa.types.is_large_string(cell) or pa.types.is_null(cell)):
        raise ColumnsError(f"block {block!r}: column {column!r} holds {kind}. Expected texts or lists of texts.")
    return table[column]


@dataclass
class _Read:
    """What was read so far: for each record the place of its row, its id and its values."""

    places: list[int] = field(default_factory=list[int])
    ids: list[str] = field(default_factory=list[str])
    records: list[tuple[Any, ...]] = field(default_factory=list[tuple[Any, ...]])
    rejected: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    lineage: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def born(self, parent: str, item: int, place: int) -> str:
        """Give the id of a made row, and note where it comes from."""
        row_id = child_id(parent, item, place)
        self.lineage.append({ROW_ID: row_id, "parent_id": parent, "answer_key": None})
        return row_id


def rows_read(
    table: pa.Table, texts: pa.ChunkedArray, read: Callable[[str], Parsed], added: Mapping[str, pa.DataType]
) -> Outcome:
    """Give a row for every record that `read` finds in each row's text, or in each text of its list, in that order.

    Records fill the `added` columns. A text that is not read to its end is a rejected row of its own; a row without a
    text is rejected with `null_value`, one with an empty list with `empty_list`.
    """
    got = _Read()
    for at, (row_id, cell) in enumerate(zip(table[ROW_ID].to_pylist(), texts.to_pylist(), strict=True)):
        if cell is None or cell == []:
            got.rejected.append(rejection(_row(table, at), "null_value" if cell is None else "empty_list"))
            continue
        for item, parsed in enumerate(_parsed(cell, read)):
            _add(got, table, (at, row_id, item), parsed)
    kept = table.take(pa.array(got.places, pa.int64()))
    kept = with_column(kept, ROW_ID, pa.array(got.ids, pa.string()))
    for column, (name, kind) in enumerate(added.items()):
        kept = with_column(kept, name, pa.array([record[column] for record in got.records], kind))
    rejected = pa.Table.from_pylist(got.rejected, schema=REJECTED)
    return Outcome(kept, rejected, pa.Table.from_pylist(got.lineage, schema=LINEAGE))


def _parsed(cell: str | list[str | None], read: Callable[[str], Parsed]) -> Iterator[Parsed | None]:
    for text in [cell] if isinstance(cell, str) else cell:
        yield None if text is None else read(text)


def _add(got: _Read, table: pa.Table, of: tuple[int, str, int], parsed: Parsed | None) -> None:
    at, parent, item = of
    records = parsed.records if parsed else ()
    for place, record in enumerate(records):
        got.places.append(at)
        got.ids.append(got.born(parent, item, place))
        got.records.append(record)
    reason = parsed.reason if parsed else "null_value"
    if reason:
        left = rejection(_row(table, at), reason, parsed.detail if parsed else None)
        got.rejected.append({**left, ROW_ID: got.born(parent, item, len(records))})


def _row(table: pa.Table, at: int) -> dict[str, Any]:
    (row,) = rows_of(table.slice(at, 1))
    return row
