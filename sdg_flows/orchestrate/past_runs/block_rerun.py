"""Runs a block again on rows of a past run, many at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from sdg_flows.core.block import Block, Outcome, TableBlock, TeacherBlock
from sdg_flows.core.table import ROW_ID, iter_rows, table_from_rows
from sdg_flows.orchestrate.past_runs.kept_exchanges import KeptExchanges, Replies
from sdg_flows.outputs.past_runs.run_folders import Facts

Cells: TypeAlias = Mapping[str, Any]
"""A row, its id among its cells."""


@dataclass(frozen=True)
class Row:
    """A row before a block, its id after the block, and the key of the answer that the block made it from, if any."""

    cells: Cells
    after: str
    key: str | None


@dataclass(frozen=True)
class Rerun:
    """The block's requests about this row and others, and the row after the block; None if it depends on other rows."""

    asked: KeptExchanges | None
    cells: Cells | None


def rerun_block(block: Block, rows: Sequence[Row], facts: Facts, replies: Replies) -> list[Rerun]:
    """Run a block on each row again, and return the results in order. Rows that fit into one table are run together."""
    found: list[Rerun | None] = [None] * len(rows)
    for places in _group_into_tables(rows):
        for at, result in zip(places, _rerun_table(block, [rows[at] for at in places], facts, replies), strict=True):
            found[at] = result
    return [result for result in found if result is not None]


def _group_into_tables(rows: Sequence[Row]) -> Iterable[list[int]]:
    """Group the indices of rows into tables with equal columns and without two different rows of the same id."""
    tables: list[tuple[list[int], dict[str, Cells]]] = []
    for at, row in enumerate(rows):
        row_id = row.cells[ROW_ID]
        for places, by_id in tables:
            if rows[places[0]].cells.keys() == row.cells.keys() and by_id.get(row_id, row.cells) == row.cells:
                break
        else:
            places, by_id = [], {}
            tables.append((places, by_id))
        places.append(at)
        by_id[row_id] = row.cells
    return [places for places, _ in tables]


def _rerun_table(block: Block, rows: Sequence[Row], facts: Facts, replies: Replies) -> list[Rerun]:
    different = {row.cells[ROW_ID]: row.cells for row in rows}
    try:
        table = table_from_rows(list(different.values()))
        asked = KeptExchanges(block, table, _keys(rows), facts, replies) if isinstance(block, TeacherBlock) else None
        outcome = asked.outcome() if asked else _outcome(block, table)
    except pa.ArrowException:
        if len(rows) == 1:
            return [Rerun(None, None)]
        return [one for row in rows for one in _rerun_table(block, [row], facts, replies)]
    after = _rows_with(outcome, {row.after for row in rows})
    return [Rerun(asked, after.get(row.after)) for row in rows]


def _keys(rows: Iterable[Row]) -> set[str]:
    return {row.key for row in rows if row.key}


def _outcome(block: Block, table: pa.Table) -> Outcome | None:
    """Run a table block on rows by themselves; None if its result depends on all rows."""
    return block(table) if isinstance(block, TableBlock) and not block.whole_table else None


def _rows_with(outcome: Outcome | None, ids: Collection[str]) -> dict[str, Cells]:
    if outcome is None:
        return {}
    wanted = outcome.kept.filter(pc.is_in(outcome.kept[ROW_ID], pa.array(sorted(ids), pa.string())))
    return {cells[ROW_ID]: cells for cells in iter_rows(wanted)}
