"""What an input row held, by how it ended: the columns that blocks have left alone, copied or renamed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sdg_flows.blocks.duplicate_columns import DuplicateColumnsBlock
from sdg_flows.blocks.rename_columns import RenameColumnsBlock
from sdg_flows.core.block import Block


def input_cells(columns: Iterable[str], blocks: Iterable[Block], ended: Mapping[str, Any]) -> dict[str, Any]:
    """Give the input `columns` of a row that went through `blocks`, as far as `ended` has them under some name."""
    places = {column: (column,) for column in columns}
    for block in blocks:
        places = {column: _after(names, block) for column, names in places.items()}
    kept = {column: [name for name in names if name in ended] for column, names in places.items()}
    return {column: ended[names[0]] for column, names in kept.items() if names}


def _after(names: tuple[str, ...], block: Block) -> tuple[str, ...]:
    """Give the names under which a cell is found after a block, of those under which it was found before."""
    if isinstance(block, RenameColumnsBlock):
        return tuple(block.columns_map.get(name, name) for name in names)
    copies: list[str] = []
    if isinstance(block, DuplicateColumnsBlock):
        for source, copy in block.columns_map.items():
            copies += [copy] if source in (*names, *copies) else []
    changed = {*block.columns.adds, *block.columns.removes}
    return (*(name for name in names if name not in changed), *copies)
