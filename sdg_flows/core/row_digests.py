from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence

import pyarrow as pa

DIGEST = pa.binary(16)
_NULL = bytes(16)


def row_digests(cells: pa.Table) -> pa.Array:
    """Return 16 bytes for each row: the same for rows with the same cells, in whatever table of these columns they are.

    Nulls are equal to each other; lists and records count by their JSON text, numbers by their bytes.
    """
    columns = [_digests(_as_bytes(column)) for column in cells.columns]
    rows = columns[0] if len(columns) == 1 else _digests(map(b"".join, zip(*columns, strict=True)))
    return pa.array(rows, DIGEST)


def _digests(contents: Iterable[bytes | None]) -> list[bytes]:
    blake2b = hashlib.blake2b
    return [_NULL if content is None else blake2b(content, digest_size=16).digest() for content in contents]


def _as_bytes(column: pa.ChunkedArray) -> Sequence[bytes | None]:
    kind = column.type
    if pa.types.is_nested(kind):
        return [None if cell is None else json.dumps(cell, default=str).encode() for cell in column.to_pylist()]
    if pa.types.is_dictionary(kind):
        return _as_bytes(column.cast(kind.value_type))
    if pa.types.is_null(kind):
        return [None] * len(column)
    if pa.types.is_boolean(kind):
        return _as_bytes(column.cast(pa.uint8()))
    if pa.types.is_primitive(kind) or pa.types.is_decimal(kind):
        return [content for chunk in column.chunks for content in chunk.view(pa.binary(kind.byte_width)).to_pylist()]
    return column.cast(pa.large_binary()).to_pylist()
