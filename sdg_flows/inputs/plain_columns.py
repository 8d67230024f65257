"""The columns of tables that go in: names that rows may have, and plain Arrow types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa

from sdg_flows.core.errors import InputError
from sdg_flows.core.table import ROW_ID

EARLIER_ID = "earlier_row_id"
"""What `row_id` is called in rows that an earlier run made: each run gives its rows ids of its own."""


def plain_tables(tables: Iterator[pa.Table], shown: str) -> Iterator[pa.Table]:
    """Yield each table with plain types: `string` for every form of text, `list` for every form of list, and the values
    of dictionaries, at any depth; and without metadata.

    Raises:
        InputError: a column has a name or a type that a table cannot have; the message names `shown`.
    """
    for table in tables:
        _check_names(table.column_names, shown)
        names = [EARLIER_ID if name == ROW_ID else name for name in table.column_names]
        yield _plain(table.rename_columns(names).replace_schema_metadata(None), shown)


def _check_names(names: Sequence[str], shown: str) -> None:
    if not names:
        raise InputError.at(shown, None, "the rows have no columns")
    for name in names:
        if name.startswith("__"):
            raise InputError.at(shown, None, f"column {name!r} has a name that is kept for the run itself; rename it")
        if name == ROW_ID and EARLIER_ID in names:
            raise InputError.at(
                shown, None, f"there are columns {ROW_ID!r} and {EARLIER_ID!r}, which the first becomes"
            )
        if not name.strip():
            raise InputError.at(shown, None, "a column has no name; give every column one")


def _plain(table: pa.Table, shown: str) -> pa.Table:
    for field in table.schema:
        if _has_extension(field.type):
            raise InputError.at(shown, None, f"column {field.name!r} has type {field.type}, which a table cannot have")
    schema = pa.schema([(field.name, _plain_type(field.type)) for field in table.schema])
    return table if table.schema == schema else table.cast(schema)


def _plain_type(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return pa.string()
    if pa.types.is_dictionary(kind):
        return _plain_type(kind.value_type)
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        return pa.list_(_plain_type(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([(field.name, _plain_type(field.type)) for field in kind])
    return kind


def _has_extension(kind: pa.DataType) -> bool:
    inner = [kind.field(at).type for at in range(kind.num_fields)]
    return isinstance(kind, pa.BaseExtensionType) or any(map(_has_extension, inner))
