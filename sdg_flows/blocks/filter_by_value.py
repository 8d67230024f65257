from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Annotated, Literal, TypeAlias, get_args

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BeforeValidator, model_validator

from sdg_flows.core.block import Outcome, TableBlock, reject
from sdg_flows.core.columns import Columns
from sdg_flows.core.errors import ColumnsError, did_you_mean, listed
from sdg_flows.core.table import joined, with_column

Cells: TypeAlias = "pa.Array | pa.ChunkedArray"
Value: TypeAlias = bool | int | float | str
DtypeName: TypeAlias = Literal["int", "float", "bool"]
OperationName: TypeAlias = Literal["eq", "ne", "lt", "le", "gt", "ge", "contains", "in"]


def _differs(cells: Cells, value: Value) -> Cells:
    """Say where cells differ from the value; NaN, which is not even equal to itself, never does."""
    return pc.and_(pc.not_equal(cells, value), pc.equal(cells, cells))


_OPERATIONS: Mapping[OperationName, Callable[[Cells, Value], Cells]] = {
    "eq": pc.equal,
    "ne": _differs,
    "lt": pc.less,
    "le": pc.less_equal,
    "gt": pc.greater,
    "ge": pc.greater_equal,
    "contains": pc.match_substring,
    "in": pc.equal,
}

_TYPES: Mapping[DtypeName, pa.DataType] = {"int": pa.int64(), "float": pa.float64(), "bool": pa.bool_()}
_UNREAD: Mapping[DtypeName, str] = {"int": "not_a_number", "float": "not_a_number", "bool": "not_a_boolean"}
_NUMBERS: Mapping[DtypeName, str] = {
    "int": r"^\+?(?P<number>-?\d{1,18})$",
    "float": r"^(?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,4})?|[+-]?inf(?:inity)?|nan)$",
}
_AROUND = r"(?:\s*(?:/|out of|of)\s*\d+(?:\.\d+)?)?[^0-9]*$"
_NUMBERS_IN_WORDS: Mapping[DtypeName, str] = {
    "int": rf"^[^0-9]*?\+?(?P<number>-?\d{{1,18}}){_AROUND}",
    "float": rf"^[^0-9]*?(?P<number>[+-]?(?:\d+\.?\d*|\.\d+)){_AROUND}",
}
"""One number with words around it, or one out of another: `Score: 2`, `2 (good)`, `2/3`, `2 out of 3`."""
_TRUE = ("true", "yes", "1")
_FALSE = ("false", "no", "0")

_HINTS: Mapping[tuple[str, str], str] = {
    ("text", "a number"): "Set convert_dtype: float.",
    ("text", "a boolean"): "Put the value in quotes, or set convert_dtype: bool.",
    ("a number", "text"): "Write the value without quotes.",
    ("a number", "a boolean"): "Set convert_dtype: bool.",
    ("a boolean", "text"): "Write true or false without quotes.",
    ("a boolean", "a number"): "Write true or false.",
}
"""What mends a filter, by what the column and what the value is."""


def _operation(found: object) -> object:
    name = str(found).removeprefix("operator.")
    if name not in get_args(OperationName):
        raise ValueError(f"no operation {found!r}.{did_you_mean(name, _OPERATIONS)} Operations: {listed(_OPERATIONS)}")
    return name


def _value(found: object) -> object:
    if not isinstance(found, Value) or (not isinstance(found, str) and not abs(found) < 2**63):
        raise ValueError(f"a value is text, true, false or a number below 2**63; found {found!r}")
    return found


def _values(found: object) -> object:
    return tuple(map(_value, found if isinstance(found, list | tuple) else [found]))


def _default(found: object) -> object:
    return None if found is None else _value(found)


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
    filter_value: Annotated[tuple[Value, ...], BeforeValidator(_values, Value | tuple[Value, ...])]
    operation: Annotated[OperationName, BeforeValidator(_operation)]
    convert_dtype: DtypeName | None = None
    default_value: Annotated[Value | None, BeforeValidator(_default, Value | None)] = None
    lenient_numbers: bool = False

    @model_validator(mode="after")
    def _values_fit(self) -> FilterByValueBlock:
        if self.operation == "contains" and (
            self.convert_dtype or not all(isinstance(v, str) for v in self.filter_value)
        ):
            raise ValueError("operation contains looks for text in text: give text values and no convert_dtype")
        if self.lenient_numbers and self.convert_dtype not in _NUMBERS:
            raise ValueError("lenient_numbers says how numbers are read: set convert_dtype: float or int")
        for value in (*self.filter_value, self.default_value):
            if value is not None:
                self._as_cell(value)
        return self

    @property
    def columns(self) -> Columns:
        """Need `filter_column`, and overwrite it when it is converted."""
        if self.convert_dtype is None:
            return Columns(needs=(self.filter_column,))
        types = {self.filter_column: _TYPES[self.convert_dtype]}
        return Columns(needs=(self.filter_column,), adds=(self.filter_column,), types=types)

    def __call__(self, table: pa.Table) -> Outcome:
        """Give the rows that meet the filter."""
        found = table[self.filter_column]
        self._refuse_unlike(found.type)
        cells = self._read(found)
        met = pc.fill_null(self._met(cells), False)
        rejected = [reject(table, pc.is_null(found), "null_value")]
        if self.convert_dtype is not None:
            rejected.append(reject(table, pc.and_(pc.is_valid(found), pc.is_null(cells)), _UNREAD[self.convert_dtype]))
        rejected.append(reject(table, pc.and_(pc.is_valid(cells), pc.invert(met)), "filter_not_met"))
        return Outcome(with_column(table, self.filter_column, cells).filter(met), joined(rejected))

    def _as_cell(self, value: Value) -> Value:
        """Give a value as cells are compared with it; ValueError when it does not convert."""
        if self.convert_dtype is None:
            return value
        cell = _converted(pa.array([value]), self.convert_dtype)[0]
        if not cell.is_valid:
            raise ValueError(f"{value!r} does not convert to {self.convert_dtype}")
        return cell.as_py()

    def _read(self, found: pa.ChunkedArray) -> pa.ChunkedArray:
        """Give the cells to compare; null where a cell is null or does not convert."""
        if self.convert_dtype is None:
            return found
        cells = _converted(found, self.convert_dtype, lenient=self.lenient_numbers)
        if self.default_value is None:
            return cells
        return pc.if_else(pc.is_valid(found), pc.fill_null(cells, self._as_cell(self.default_value)), cells)

    def _met(self, cells: pa.ChunkedArray) -> Cells:
        """Say which cells meet the filter; null for a null cell."""
        if not self.filter_value or pa.types.is_null(cells.type):
            return pa.repeat(False, len(cells))
        met = [_OPERATIONS[self.operation](cells, self._as_cell(value)) for value in self.filter_value]
        return reduce(pc.and_ if self.operation == "ne" else pc.or_, met)

    def _refuse_unlike(self, found: pa.DataType) -> None:
        if pa.types.is_null(found):
            return
        column = _kind(found)
        if column is None:
            raise ColumnsError(
                f"block {self.name!r}: column {self.filter_column!r} holds {found}. Expected text, numbers or booleans."
            )
        for value in () if self.convert_dtype else self.filter_value:
            wanted = _kind(pa.scalar(value).type)
            if wanted != column:
                raise ColumnsError(
                    f"block {self.name!r}: column {self.filter_column!r} holds {found}, which cannot be compared with "
                    f"{value!r}. {_HINTS[column, str(wanted)]}"
                )


def _kind(found: pa.DataType) -> str | None:
    if pa.types.is_boolean(found):
        return "a boolean"
    if pa.types.is_integer(found) or pa.types.is_floating(found):
        return "a number"
    return "text" if pa.types.is_string(found) or pa.types.is_large_string(found) else None


def _converted(cells: Cells, dtype: DtypeName, *, lenient: bool = False) -> Cells:
    """Give the cells in the type; null where a cell does not convert."""
    if cells.type == _TYPES[dtype]:
        return cells
    text = pc.utf8_lower(pc.utf8_trim_whitespace(cells.cast(pa.large_string())))
    if dtype == "bool":
        return pc.less(pc.index_in(text, value_set=pa.array([*_TRUE, *_FALSE], text.type)), len(_TRUE))
    patterns = _NUMBERS_IN_WORDS if lenient else _NUMBERS
    numbers = pc.struct_field(pc.extract_regex(text, pattern=patterns[dtype]), ["number"])
    return numbers.cast(_TYPES[dtype])
