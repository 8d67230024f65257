"""What kinds of values stand in the columns of JSON rows, so that no column changes its kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

_KINDS: dict[type, str] = {str: "text", bool: "true or false", int: "a number", float: "a number", list: "a list"}


class MixedKinds(ValueError):  # noqa: N818  named for what is the case
    """A column holds values of different kinds; the text names it and both rows."""


class Kinds:
    """The kind that each column, and each place within lists and objects, had first."""

    def __init__(self) -> None:
        self._columns: dict[str, _Place] = {}

    def add(self, row: Mapping[str, Any], count: int) -> None:
        """Take in row number `count`; nulls have no kind.

        Raises:
            MixedKinds: a place has another kind than in an earlier row, or holds an object without keys.
        """
        for name, value in row.items():
            place = self._columns.get(name)
            if place is None:
                place = self._columns[name] = _Place(name)
            if value is not None:
                place.add(value, count)

    @property
    def schema(self) -> pa.Schema:
        """Return the columns in the order they came up in, with types that hold all values so far; dates are text."""
        return pa.schema([(name, place.type) for name, place in self._columns.items()])


class _Place:
    """A column, or a place within the lists and objects of one."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._first: tuple[str, int] | None = None
        self._python_type: type | None = None
        self._decimal = False
        self._inner: dict[str, _Place] = {}

    def add(self, value: object, count: int) -> None:
        """Take in a value that is not null, of row number `count`."""
        if type(value) is self._python_type and isinstance(value, str | int):
            return
        found = kind(value)
        if self._first is None:
            self._first, self._python_type = (found, count), type(value)
        first, at = self._first
        if found != first:
            raise MixedKinds(f"column {self._name!r} is {found} in row {count} but {first} in row {at}")
        self._decimal = self._decimal or isinstance(value, float)
        self._add_inner(value, count)

    def _add_inner(self, value: Any, count: int) -> None:  # noqa: ANN401  any JSON value
        if isinstance(value, list):
            items = self._place("", f"{self._name}[]")
            for item in value:
                if item is not None:
                    items.add(item, count)
        elif isinstance(value, dict):
            if not value:
                raise MixedKinds(f"column {self._name!r} holds an object without keys; write null")
            for key, item in value.items():
                place = self._place(key, f"{self._name}.{key}")
                if item is not None:
                    place.add(item, count)

    def _place(self, key: str, name: str) -> _Place:
        if key not in self._inner:
            self._inner[key] = _Place(name)
        return self._inner[key]

    @property
    def type(self) -> pa.DataType:
        """Return the type that holds all values so far."""
        if self._python_type is dict:
            return pa.struct([(key, place.type) for key, place in self._inner.items()])
        if self._python_type is list:
            return pa.list_(self._inner[""].type)
        if self._python_type in (int, float):
            return pa.float64() if self._decimal else pa.int64()
        return {str: pa.string(), bool: pa.bool_(), None: pa.null()}[self._python_type]


def kind(value: object) -> str:
    """Name the kind of a JSON value."""
    if isinstance(value, dict):
        return f"an object with the keys {', '.join(sorted(value))}" if value else "an object without keys"
    return "null" if value is None else _KINDS[type(value)]
