"""Rows with named columns, and the id that each row keeps through a pipeline.

A table is a `pyarrow.Table` whose first column is `row_id`. Ids say where a row comes from: an input row's id
is made of its content and its occurrence, a made row's id of its parent's id and its place among the parent's rows.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

ROW_ID = "row_id"
_CONTENT = json.JSONEncoder(sort_keys=True, ensure_ascii=False, default=str)


def table_from_rows(rows: Sequence[Mapping[str, Any]], schema: pa.Schema | None = None) -> pa.Table:
    """Build a table from rows; every column that any row names is there, absent cells are null.

    Without a schema, types are inferred per column over all rows.
    """
    if schema is not None:
        return pa.Table.from_pylist(list(rows), schema=schema)
    names = list(dict.fromkeys(name for row in rows for name in row))
    return pa.table({name: [row.get(name) for row in rows] for name in names})


def with_input_ids(table: pa.Table, apart_from: Sequence[str] = ()) -> pa.Table:
    """Return every row an id from its content and its occurrence: equal rows keep two ids, in any order of rows.

    Nulls and the columns `apart_from` are no part of the content: a column more elsewhere, or another note of where a
    row comes from, makes no other row of it.
    """
    bare = without_columns(table, [ROW_ID])
    seen: Counter[str] = Counter()
    ids: list[str] = []
    for said in row_contents(bare, apart_from):
        ids.append(input_row_id(said, seen[said]))
        seen[said] += 1
    return bare.add_column(0, ROW_ID, pa.array(ids, pa.string()))


def row_contents(table: pa.Table, apart_from: Sequence[str] = ()) -> Iterator[str]:
    """Yield for each row a text of its cells, the same for equal rows."""
    for row in iter_rows(table):
        said = {name: value for name, value in row.items() if value is not None and name not in apart_from}
        yield _CONTENT.encode(said)


def input_row_id(content: str, occurrence: int) -> str:
    """Return the id of the input row with this content that has so many equal rows before it."""
    return _short_digest(content, str(occurrence))


def child_id(parent: str, *place: int) -> str:
    """Return the id of the row made from `parent` at `place`, such as (draw, match)."""
    return _short_digest(parent, *map(str, place))


def child_ids(parents: Iterable[str], place: int) -> list[str]:
    """Return the id of the row at `place` for each parent, as `child_id` does."""
    blake2b, after = hashlib.blake2b, f"\x1f{place}"
    return [blake2b((parent + after).encode(), digest_size=12).hexdigest() for parent in parents]


def iter_rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    """Yield rows as dicts, one batch at a time, so that a large table is never two large lists."""
    for batch in table.to_batches(max_chunksize=1024):
        yield from batch.to_pylist()


def concat_tables(tables: Sequence[pa.Table]) -> pa.Table:
    """Put tables under one another, in order; a column of nulls takes the type it has elsewhere."""
    return pa.concat_tables(tables, promote_options="default")


def with_column(table: pa.Table, name: str, values: pa.Array | pa.ChunkedArray) -> pa.Table:
    """Set a column: in its place when the table has it, else as the last one."""
    if name in table.column_names:
        return table.set_column(table.column_names.index(name), name, values)
    return table.append_column(name, values)


def without_columns(table: pa.Table, names: Sequence[str]) -> pa.Table:
    """Drop the named columns that are there."""
    return table.drop_columns([name for name in names if name in table.column_names])


def _short_digest(*parts: str) -> str:
    text = "\x1f".join(parts)
    return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=12).hexdigest()
