"""Rows as JSON texts, made column by column: a tenth of the time of a mapping a row."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from json.encoder import encode_basestring

import pyarrow as pa
import pyarrow.compute as pc

_JSON = json.JSONEncoder(ensure_ascii=False, default=str)


def rows_as_json(table: pa.Table) -> list[str]:
    """Return each row as a JSON object of its columns; what JSON has no form for is there as its text."""
    if not table.num_columns:
        return ["{}"] * table.num_rows
    columns = [
        _named(name, _cell_texts(column)) for name, column in zip(table.column_names, table.columns, strict=True)
    ]
    return [f"{{{', '.join(cells)}}}" for cells in zip(*columns, strict=True)]


def nested_as_json(table: pa.Table) -> pa.Table:
    """Return the table with its lists and records as JSON texts, for kernels that know of neither."""
    for at, field in enumerate(table.schema):
        if pa.types.is_nested(field.type):
            table = table.set_column(at, field.name, pa.array(_cell_texts(table.column(at)), pa.string()))
    return table


def _named(name: str, texts: Sequence[str]) -> Iterator[str]:
    start = f"{encode_basestring(name)}: "
    return (start + text for text in texts)


def _cell_texts(column: pa.ChunkedArray) -> list[str]:
    kind = column.type
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        items = iter(_cell_texts(pc.list_flatten(column)))
        counts = pc.list_value_length(column).to_pylist()
        return ["null" if count is None else f"[{', '.join(islice(items, count))}]" for count in counts]
    if pa.types.is_struct(kind) and kind.num_fields:
        records = rows_as_json(pa.table(column.flatten(), [field.name for field in kind]))
        valid = column.is_valid().to_pylist()
        return [text if there else "null" for text, there in zip(records, valid, strict=True)]
    cells = column.to_pylist()
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return ["null" if cell is None else encode_basestring(cell) for cell in cells]
    if pa.types.is_integer(kind):
        return ["null" if cell is None else str(cell) for cell in cells]
    return [_JSON.encode(cell) for cell in cells]
