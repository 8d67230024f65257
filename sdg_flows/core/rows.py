"""A table in parts, so that it may be larger than memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pyarrow as pa

from sdg_flows.core.even_spacing import evenly_spaced
from sdg_flows.core.table import concat_tables, iter_rows


class Part(Protocol):
    """Some rows of a table, which lie somewhere until they are read."""

    @property
    def schema(self) -> pa.Schema:
        """Return the columns and their types, without reading the rows."""
        ...

    @property
    def num_rows(self) -> int:
        """Return the number of rows, without reading them."""
        ...

    def read(self, columns: Sequence[str] | None = None) -> pa.Table:
        """Read the rows: all columns, or those that are named, in the order named."""
        ...


@dataclass(frozen=True)
class MemoryPart:
    """Rows that are in memory."""

    table: pa.Table

    @property
    def schema(self) -> pa.Schema:
        """Return the columns and their types."""
        return self.table.schema

    @property
    def num_rows(self) -> int:
        """Return the number of rows."""
        return self.table.num_rows

    def read(self, columns: Sequence[str] | None = None) -> pa.Table:
        """Return the rows."""
        return self.table if columns is None else self.table.select(list(columns))


@dataclass(frozen=True)
class Slice:
    """Some rows in a row of a part."""

    part: Part
    start: int
    num_rows: int

    @property
    def schema(self) -> pa.Schema:
        """Return the columns and their types."""
        return self.part.schema

    def read(self, columns: Sequence[str] | None = None) -> pa.Table:
        """Read the part, and return the rows."""
        return self.part.read(columns).slice(self.start, self.num_rows)


@dataclass(frozen=True)
class Rows:
    """A table in parts, in order, each of them read when it is asked for; a column of nulls has the type of the table.

    There is at least one part, which may be empty.
    """

    schema: pa.Schema
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, *tables: pa.Table) -> Rows:
        """Return tables that are in memory, under one another."""
        return cls.concat([MemoryPart(table) for table in tables])

    @classmethod
    def concat(cls, parts: Sequence[Part]) -> Rows:
        """Return the rows of the parts; a column of nulls takes the type that it has elsewhere."""
        different = dict.fromkeys(part.schema.remove_metadata() for part in parts)
        return cls(pa.unify_schemas(list(different), promote_options="default"), tuple(parts))

    @property
    def num_rows(self) -> int:
        """Return the number of rows."""
        return sum(part.num_rows for part in self.parts)

    @property
    def column_names(self) -> list[str]:
        """Return the names of the columns."""
        return self.schema.names

    def tables(self, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """Yield the parts as tables, one in memory at a time: all columns, or those that are named."""
        schema = self.schema if columns is None else pa.schema([self.schema.field(name) for name in columns])
        for part in self.parts:
            table = part.read(columns)
            yield table if table.schema == schema else table.cast(schema)

    def table(self, columns: Sequence[str] | None = None) -> pa.Table:
        """Read all rows into memory."""
        return concat_tables(list(self.tables(columns)))

    def dicts(self, columns: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
        """Yield the rows one by one, a batch in memory at a time."""
        for table in self.tables(columns):
            yield from iter_rows(table)

    def head(self, limit: int | None) -> Rows:
        """Return the first `limit` rows, all without a limit."""
        if limit is None:
            return self
        return next(self.split(limit)) if limit else self._empty()

    def sample_evenly(self, wanted: int) -> Rows:
        """Return `wanted` rows, evenly spread over all, or all when there are fewer; they are in memory."""
        if self.num_rows <= wanted:
            return self
        places = evenly_spaced(self.num_rows, wanted)
        taken: list[pa.Table] = []
        start = 0
        for table in self.tables():
            here = [place - start for place in places if start <= place < start + table.num_rows]
            taken.append(table.take(pa.array(here, pa.int64())))
            start += table.num_rows
        return Rows.of(concat_tables(taken))

    def split(self, rows: int) -> Iterator[Rows]:
        """Yield pieces of `rows` rows, the last one of what is left; no rows are one empty piece."""
        taken: list[Part] = []
        for slice_ in _slices(self.parts, rows):
            taken.append(slice_)
            if sum(part.num_rows for part in taken) == rows:
                yield Rows(self.schema, tuple(taken))
                taken = []
        if taken or not self.num_rows:
            yield Rows(self.schema, tuple(taken) or self._empty().parts)

    def _empty(self) -> Rows:
        return Rows(self.schema, (MemoryPart(self.schema.empty_table()),))


def _slices(parts: Iterable[Part], rows: int) -> Iterator[Part]:
    """Yield the parts, cut where a piece of `rows` rows ends."""
    room = rows
    for part in parts:
        start = 0
        while start < part.num_rows:
            length = min(room, part.num_rows - start)
            yield part if length == part.num_rows else Slice(part, start, length)
            start, room = start + length, room - length or rows
