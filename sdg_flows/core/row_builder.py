"""Builds child rows from the records read out of a table's rows, with their lineage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from sdg_flows.core.block import LINEAGE, REJECTED, Outcome, rejection
from sdg_flows.core.exchange import Answer
from sdg_flows.core.parsing import Parsed
from sdg_flows.core.table import ROW_ID, child_id, iter_rows, with_column


class RowBuilder:
    """Collects rows made from a table's rows, in the order in which they are added."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table
        self._row_ids: list[str] = table[ROW_ID].to_pylist()
        self._parents: list[int] = []
        self._ids: list[str] = []
        self._records: list[tuple[Any, ...]] = []
        self._rejected: list[dict[str, Any]] = []
        self._lineage: list[dict[str, Any]] = []

    def reject(self, at: int, reason: str, detail: str | None = None) -> None:
        """Reject the row at index `at`, from which nothing was read."""
        self._rejected.append(rejection(self._row(at), reason, detail))

    def add(self, at: int, text: int, parsed: Parsed, answer: Answer | None = None) -> None:
        """Add a row for each record of a text of the row at a place, and a rejected one when there is a reason.

        `text` says which of the row's texts it is, from 0; `answer` is there when the teacher has given it.
        """
        key = answer.key if answer else None
        for place, record in enumerate(parsed.records):
            self._ids.append(self._add_child(at, text, place, key))
            self._parents.append(at)
            self._records.append(record)
        if parsed.reason:
            left = rejection(self._row(at), parsed.reason, parsed.detail or (answer.detail if answer else None))
            row_id = self._add_child(at, text, len(parsed.records), key)
            self._rejected.append({**left, ROW_ID: row_id, "answer_key": key})

    def outcome(self, table: pa.Table, added: Mapping[str, pa.DataType]) -> Outcome:
        """Return the rows as children of the table's, their records in the `added` columns."""
        kept = table.take(pa.array(self._parents, pa.int64()))
        kept = with_column(kept, ROW_ID, pa.array(self._ids, pa.string()))
        for column, (name, kind) in enumerate(added.items()):
            kept = with_column(kept, name, pa.array([record[column] for record in self._records], kind))
        return Outcome(
            kept,
            pa.Table.from_pylist(self._rejected, schema=REJECTED),
            pa.Table.from_pylist(self._lineage, schema=LINEAGE),
        )

    def _row(self, at: int) -> dict[str, Any]:
        (row,) = iter_rows(self._table.slice(at, 1))
        return row

    def _add_child(self, at: int, text: int, place: int, key: str | None) -> str:
        row_id = child_id(self._row_ids[at], text, place)
        self._lineage.append({ROW_ID: row_id, "parent_id": self._row_ids[at], "answer_key": key})
        return row_id
