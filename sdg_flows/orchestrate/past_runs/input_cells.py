"""The input cells of a finished row: columns that blocks left alone, copied or renamed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sdg_flows.blocks.duplicate_columns import DuplicateColumnsBlock
from sdg_flows.blocks.rename_columns import RenameColumnsBlock
from sdg_flows.core.block import Block


def names_after(columns: Iterable[str], blocks: Iterable[Block]) -> dict[str, tuple[str, ...]]:
    """Return the names under which the cells of input `columns` are found after `blocks`."""
    places = {column: (column,) for column in columns}
    for block in blocks:
        changed = {*block.columns.adds, *block.columns.removes}
        places = {column: _after(names, block, changed) for column, names in places.items()}
    return places


def cells_under(names: Mapping[str, tuple[str, ...]], ended: Mapping[str, Any]) -> dict[str, Any]:
    """Return the cells that are there under one of their names."""
    kept = {column: [name for name in some if name in ended] for column, some in names.items()}
    return {column: ended[some[0]] for column, some in kept.items() if some}


def _after(names: tuple[str, ...], block: Block, changed: Collection[str]) -> tuple[str, ...]:
    """Return the names under which a cell is found after a block, which has changed some columns."""
    if isinstance(block, RenameColumnsBlock):
        return tuple(block.columns_map.get(name, name) for name in names)
    copies: list[str] = []
    if isinstance(block, DuplicateColumnsBlock):
        for source, copy in block.columns_map.items():
            copies += [copy] if source in (*names, *copies) else []
    return (*(name for name in names if name not in changed), *copies)
