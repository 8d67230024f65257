from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BeforeValidator, model_validator

from sdg_flows.core.block import REJECTED, Outcome, TableBlock, reject
from sdg_flows.core.columns import Columns
from sdg_flows.core.conditions import (
    HINTS,
    SIGNS,
    Hints,
    Operation,
    Value,
    Values,
    check_comparable,
    matches,
    validate_value,
)
from sdg_flows.core.conversion import TYPES, DtypeName, convert, count_scores, extract_score
from sdg_flows.core.scores import FilterCells
from sdg_flows.core.table import concat_tables, with_column

_UNREAD: Mapping[DtypeName, str] = {"int": "not_a_number", "float": "not_a_number", "bool": "not_a_boolean"}
_CONVERTING: Hints = {
    **HINTS,
    ("text", "a number"): "Set convert_dtype: float.",
    ("text", "a boolean"): "Put the value in quotes, or set convert_dtype: bool.",
    ("a number", "a boolean"): "Set convert_dtype: bool.",
}


def _default(found: object) -> object:
    return None if found is None else validate_value(found)


def _shown(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool | str) else f"{value:g}"


class FilterByValueBlock(TableBlock):
    """Keep the rows whose `filter_column` meets `operation` with `filter_value`.

    `operation` is eq, ne, lt, le, gt, ge, in or contains; the spelling `operator.eq` is read too. Of a list of values
    one must be met, and so `in` is another word for eq; with ne, the cell must be none of them. An empty list keeps no
    row. NaN meets nothing.

    `convert_dtype` (int, float or bool) converts the column, which keeps the converted type, and the values.
    Text is stripped first; booleans are true, yes, 1, false, no and 0 in any case. A cell that does not convert counts
    as `default_value` when there is one. With `lenient_numbers`, a number may have words around it and may be one out
    of another: `Score: 2`, `2 (good)` and `2/3` are 2; text with several other numbers does not convert.

    Rows: n in, at most n out, order kept. Reasons of rejected rows: `null_value`; `not_a_number` or `not_a_boolean` for
    a cell that does not convert; `filter_not_met`.
    Columns: needs `filter_column`; overwrites it when `convert_dtype` is set.

    Raises:
        ColumnsError: the column and a value cannot be compared, such as text with a number.

    Source: InstructLab `FilterByValueBlock`, with ne over a list, words for booleans and unread cells mended.

    Example:
        - name: keep_faithful
          type: FilterByValueBlock
          config: {filter_column: score, filter_value: 2.0, operation: ge, convert_dtype: float}
    """

    filter_column: str
    filter_value: Values
    operation: Operation
    convert_dtype: DtypeName | None = None
    default_value: Annotated[Value | None, BeforeValidator(_default, Value | None)] = None
    lenient_numbers: bool = False

    @model_validator(mode="after")
    def _values_fit(self) -> FilterByValueBlock:
        if self.operation == "contains" and (
            self.convert_dtype or not all(isinstance(v, str) for v in self.filter_value)
        ):
            raise ValueError("operation contains looks for text in text: give text values and no convert_dtype")
        if self.lenient_numbers and self.convert_dtype not in ("int", "float"):
            raise ValueError("lenient_numbers reads numbers: set convert_dtype: float or int")
        for value in (*self.filter_value, self.default_value):
            if value is not None:
                self._as_cell(value)
        return self

    @property
    def columns(self) -> Columns:
        """Need `filter_column`, and overwrite it when it is converted."""
        if self.convert_dtype is None:
            return Columns(needs=(self.filter_column,))
        types = {self.filter_column: TYPES[self.convert_dtype]}
        return Columns(needs=(self.filter_column,), adds=(self.filter_column,), types=types)

    def __call__(self, table: pa.Table) -> Outcome:
        """Return the rows that meet the filter."""
        found = table[self.filter_column]
        compared = () if self.convert_dtype else self.filter_value
        check_comparable(f"block {self.name!r}: column {self.filter_column!r}", found.type, compared, _CONVERTING)
        cells = self._read(found)
        values = tuple(map(self._as_cell, self.filter_value))
        met = pc.fill_null(matches(cells, self.operation, values), False)
        rejected = [
            reject(table, pc.is_null(found), "null_value"),
            self._unread(table, pc.and_(pc.is_valid(found), pc.is_null(cells))),
            reject(table, pc.and_(pc.is_valid(cells), pc.invert(met)), "filter_not_met"),
        ]
        return Outcome(with_column(table, self.filter_column, cells).filter(met), concat_tables(rejected))

    def filter_cells(self, table: pa.Table) -> FilterCells | None:
        """Return the cells that are compared, when they are numbers or booleans."""
        cells = self._read(table[self.filter_column])
        if not (pa.types.is_boolean(cells.type) or pa.types.is_integer(cells.type) or pa.types.is_floating(cells.type)):
            return None
        values = " or ".join(_shown(self._as_cell(value)) for value in self.filter_value)
        return FilterCells(self.filter_column, f"{SIGNS[self.operation]} {values}", cells)

    def _as_cell(self, value: Value) -> Value:
        """Return a value as cells are compared with it; ValueError when it does not convert."""
        if self.convert_dtype is None:
            return value
        cell = convert(pa.array([value]), self.convert_dtype)[0]
        if not cell.is_valid:
            raise ValueError(f"{value!r} does not convert to {self.convert_dtype}")
        return cell.as_py()

    def _read(self, found: pa.ChunkedArray) -> pa.ChunkedArray:
        """Return the cells to compare; null where a cell is null or does not convert."""
        if self.convert_dtype is None:
            return found
        cells = (extract_score if self.lenient_numbers else convert)(found, self.convert_dtype)
        if self.default_value is None:
            return cells
        return pc.if_else(pc.is_valid(found), pc.fill_null(cells, self._as_cell(self.default_value)), cells)

    def _unread(self, table: pa.Table, mask: pa.ChunkedArray) -> pa.Table:
        """Reject the cells that do not convert; of a text that may hold words, say how many scores it has."""
        if self.convert_dtype is None:
            return REJECTED.empty_table()
        rejected = reject(table, mask, _UNREAD[self.convert_dtype])
        if not self.lenient_numbers:
            return rejected
        counts = count_scores(table[self.filter_column].filter(mask)).cast(pa.string())
        return with_column(rejected, "detail", pc.binary_join_element_wise("expected one score, found", counts, " "))
