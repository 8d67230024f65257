"""Conditions on columns: comparisons with values of a flow file, by a closed set of operations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Annotated, Literal, TypeAlias, get_args

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from sdg_flows.core.errors import ColumnsError, did_you_mean, listed

Cells: TypeAlias = "pa.Array | pa.ChunkedArray"
Value: TypeAlias = bool | int | float | str
OperationName: TypeAlias = Literal["eq", "ne", "lt", "le", "gt", "ge", "contains", "in"]
Hints: TypeAlias = Mapping[tuple[str, str], str]


def _differs(cells: Cells, value: Value) -> Cells:
    """Return where cells differ from the value; NaN, which is not even equal to itself, never does."""
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
_SIGNS = {"==": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
SIGNS: Mapping[OperationName, str] = {
    "eq": "=",
    "ne": "≠",
    "lt": "<",
    "le": "≤",
    "gt": ">",
    "ge": "≥",
    "contains": "contains",
    "in": "=",
}
"""How an operation stands in a report."""

HINTS: Hints = {
    ("text", "a number"): "Write the value in quotes.",
    ("text", "a boolean"): "Write the value in quotes.",
    ("a number", "text"): "Write the value without quotes.",
    ("a number", "a boolean"): "Write a number.",
    ("a boolean", "text"): "Write true or false without quotes.",
    ("a boolean", "a number"): "Write true or false.",
}
"""What mends a comparison, by what the column and what the value is."""


def _operation(found: object) -> object:
    name = _SIGNS.get(str(found), str(found).removeprefix("operator."))
    if name not in get_args(OperationName):
        raise ValueError(f"no operation {found!r}.{did_you_mean(name, _OPERATIONS)} Operations: {listed(_OPERATIONS)}")
    return name


def validate_value(found: object) -> object:
    """Return a value back that columns can be compared with; ValueError otherwise."""
    if not isinstance(found, Value) or (not isinstance(found, str) and not abs(found) < 2**63):
        raise ValueError(f"a value is text, true, false or a number below 2**63; found {found!r}")
    return found


def _values(found: object) -> object:
    return tuple(map(validate_value, found if isinstance(found, list | tuple) else [found]))


Operation = Annotated[OperationName, BeforeValidator(_operation)]
"""A field that names an operation; `operator.eq` and `==` are read as `eq`."""

Values = Annotated[tuple[Value, ...], BeforeValidator(_values, Value | tuple[Value, ...])]
"""A field that is one value or a list of values."""


def matches(cells: Cells, operation: OperationName, values: tuple[Value, ...]) -> Cells:
    """Return which cells meet one of the values or, with ne, differ from all; null for null cells."""
    if not values or pa.types.is_null(cells.type):
        return pa.repeat(False, len(cells))
    met = [_OPERATIONS[operation](*_same_type(cells, value)) for value in values]
    return reduce(pc.and_ if operation == "ne" else pc.or_, met)


def _same_type(cells: Cells, value: Value) -> tuple[Cells, Value]:
    """Return whole numbers as floats beside a float; Arrow by itself refuses those that a float only comes near."""
    if pa.types.is_floating(cells.type) and isinstance(value, int):
        return cells, float(value)
    if pa.types.is_integer(cells.type) and isinstance(value, float):
        return cells.cast(pa.float64(), safe=False), value
    return cells, value


def check_comparable(where: str, found: pa.DataType, values: tuple[Value, ...], hints: Hints = HINTS) -> None:
    """Raise ColumnsError when a column of the type, which is at `where`, cannot be compared with the values."""
    if pa.types.is_null(found):
        return
    column = _kind(found)
    if column is None:
        raise ColumnsError(f"{where} holds {found}. Expected text, numbers or booleans.")
    for value in values:
        wanted = _kind(pa.scalar(value).type)
        if wanted != column:
            raise ColumnsError(
                f"{where} holds {found}, which cannot be compared with {value!r}. {hints[column, str(wanted)]}"
            )


def _kind(found: pa.DataType) -> str | None:
    if pa.types.is_boolean(found):
        return "a boolean"
    if pa.types.is_integer(found) or pa.types.is_floating(found):
        return "a number"
    return "text" if pa.types.is_string(found) or pa.types.is_large_string(found) else None


class Condition(BaseModel):
    """What a row must meet: a column, an operation and a value, or a list of values of which one must be met."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    column: str
    operation: Operation
    value: Values

    @model_validator(mode="after")
    def _contains_text(self) -> Condition:
        if self.operation == "contains" and not all(isinstance(value, str) for value in self.value):
            raise ValueError("operation contains looks for text in text: give text values")
        return self

    def mask(self, table: pa.Table, block: str) -> Cells:
        """Return which rows meet it; a row with a null cell does not.

        Raises:
            ColumnsError: the column and a value cannot be compared.
        """
        cells = table[self.column]
        check_comparable(f"block {block!r}: column {self.column!r}", cells.type, self.value)
        return pc.fill_null(matches(cells, self.operation, self.value), False)
