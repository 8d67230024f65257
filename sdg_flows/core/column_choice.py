"""Cells chosen from several columns, by the value of a choice column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from sdg_flows.core.errors import ColumnsError
from sdg_flows.core.text_cells import text_cells


def has_known_choice(table: pa.Table, choice_col: str, choice_map: Mapping[str, str], *, block: str) -> pa.ChunkedArray:
    """Say which rows have a choice, compared as text, that the map has; never a null one.

    Raises:
        ColumnsError: the choices are lists or records.
    """
    return pc.is_in(text_cells(table, choice_col, block), value_set=pa.array(list(choice_map), pa.string()))


def choose_cells(
    table: pa.Table, choice_col: str, choice_map: Mapping[str, str], *, block: str, output_col: str
) -> pa.ChunkedArray:
    """Give, for each row, the cell of the column that the map names for its choice, which the map must have.

    Raises:
        ColumnsError: the mapped columns hold cells of different types.
    """
    mapped = [table.schema.field(column) for column in dict.fromkeys(choice_map.values())]
    kind = _common_type(mapped)
    if kind is None:
        found = ", ".join(f"{field.name} ({field.type})" for field in mapped)
        raise ColumnsError(
            f"block {block!r}: columns {found} cannot share column {output_col!r}. Expected cells of one type."
        )
    choice = text_cells(table, choice_col, block)
    chosen = pc.make_struct(*(pc.equal(choice, key) for key in choice_map))
    return pc.case_when(chosen, *(table[column].cast(kind) for column in choice_map.values()))


def _common_type(fields: Sequence[pa.Field]) -> pa.DataType | None:
    """Return the type that holds the cells of every field; None when there is none."""
    cells = [pa.schema([field.with_name("cell")]) for field in fields]
    try:
        return pa.unify_schemas(cells, promote_options="permissive").field(0).type
    except pa.ArrowTypeError:
        return None
