"""Finds the input cells of a finished row in columns that blocks left unchanged, copied or renamed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sdg_flows.blocks.duplicate_columns import DuplicateColumnsBlock
from sdg_flows.blocks.rename_columns import RenameColumnsBlock
from sdg_flows.core.block import Block


def find_column_names(columns: Iterable[str], blocks: Iterable[Block]) -> dict[str, tuple[str, ...]]:
    """Return, for each input column, the names of the columns that have its cells after `blocks`."""
    places = {column: (column,) for column in columns}
    for block in blocks:
        changed = {*block.columns.adds, *block.columns.removes}
        places = {column: _names_after_block(names, block, changed) for column, names in places.items()}
    return places


def pick_cells(names: Mapping[str, tuple[str, ...]], ended: Mapping[str, Any]) -> dict[str, Any]:
    """Return the cells of a finished row by input column, as far as one of the column's names is there."""
    kept = {column: [name for name in some if name in ended] for column, some in names.items()}
    return {column: ended[some[0]] for column, some in kept.items() if some}


def _names_after_block(names: tuple[str, ...], block: Block, changed: Collection[str]) -> tuple[str, ...]:
    """Return the names of the columns that have a cell after a block that changed some columns."""
    if isinstance(block, RenameColumnsBlock):
        return tuple(block.columns_map.get(name, name) for name in names)
    copies: list[str] = []
    if isinstance(block, DuplicateColumnsBlock):
        for source, copy in block.columns_map.items():
            copies += [copy] if source in (*names, *copies) else []
    return (*(name for name in names if name not in changed), *copies)
