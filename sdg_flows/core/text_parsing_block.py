"""The base class of blocks that parse records out of the texts of a column."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from typing import ClassVar

import pyarrow as pa

from sdg_flows.core.block import Outcome, TableBlock
from sdg_flows.core.columns import Columns
from sdg_flows.core.errors import ColumnsError
from sdg_flows.core.named_columns import NewNames, OneName
from sdg_flows.core.parsing import Parsed
from sdg_flows.core.row_builder import RowBuilder


def text_column(table: pa.Table, column: str, block: str) -> pa.ChunkedArray:
    """Return a column that holds texts or lists of texts.

    Raises:
        ColumnsError: it holds something else.
    """
    kind = table[column].type
    cell = kind.value_type if pa.types.is_list(kind) or pa.types.is_large_list(kind) else kind
    if not (pa.types.is_string(cell) or pa.types.is_large_string(cell) or pa.types.is_null(cell)):
        raise ColumnsError(f"block {block!r}: column {column!r} holds {kind}. Expected texts or lists of texts.")
    return table[column]


def parse_rows(
    table: pa.Table, texts: pa.ChunkedArray, read: Callable[[str], Parsed], added: Mapping[str, pa.DataType]
) -> Outcome:
    """Return a row for every record that `read` finds in each row's text, or in each text of its list, in that order.

    Records fill the `added` columns. A text that is not read to its end is a rejected row of its own; a row without a
    text is rejected with `null_value`, one with an empty list with `empty_list`.
    """
    made = RowBuilder(table)
    cells: list[str | list[str | None] | None] = texts.to_pylist()
    for at, cell in enumerate(cells):
        if cell is None or cell == []:
            made.reject(at, "null_value" if cell is None else "empty_list")
            continue
        for place, text in enumerate([cell] if isinstance(cell, str) else cell):
            made.add(at, place, Parsed(reason="null_value") if text is None else read(text))
    return made.outcome(table, added)


class TextParsingBlock(TableBlock):
    """A block that reads records out of a column of texts, or of lists of texts, into columns of text.

    Rows: as `parse_rows`.
    """

    row_by_row: ClassVar[bool] = True
    parses: ClassVar[bool] = True

    input_cols: OneName
    output_cols: NewNames

    @property
    def columns(self) -> Columns:
        """Need the column of texts, add the values."""
        types = {name: pa.string() for name in self.output_cols}
        return Columns(needs=self.input_cols, adds=self.output_cols, types=types)

    def __call__(self, table: pa.Table) -> Outcome:
        """Return a row for each record."""
        return parse_rows(table, text_column(table, self.input_cols[0], self.name), self.parse, self.columns.types)

    @abstractmethod
    def parse(self, text: str) -> Parsed:
        """Read a text."""
