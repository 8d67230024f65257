"""What kinds of values stand in the columns of JSON rows, so that no column changes its kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_KINDS: dict[type, str] = {str: "text", bool: "true or false", int: "a number", float: "a number", list: "a list"}


class MixedKinds(ValueError):  # noqa: N818  named for what is the case
    """A column holds values of different kinds; the text names it and both rows."""


class Kinds:
    """The kind that each column, and each place within lists and objects, had first."""

    def __init__(self) -> None:
        self._first: dict[str, tuple[str, int]] = {}

    def add(self, row: Mapping[str, Any], count: int) -> None:
        """Take in row number `count`; nulls have no kind.

        Raises:
            MixedKinds: a place has another kind than in an earlier row, or holds an object without keys.
        """
        for name, value in row.items():
            for place, kind in _kinds(name, value):
                first, at = self._first.setdefault(place, (kind, count))
                if kind != first:
                    raise MixedKinds(f"column {place!r} is {kind} in row {count} but {first} in row {at}")


def kind(value: object) -> str:
    """Name the kind of a JSON value."""
    if isinstance(value, dict):
        return f"an object with the keys {', '.join(sorted(value))}" if value else "an object without keys"
    return "null" if value is None else _KINDS[type(value)]


def _kinds(place: str, value: object) -> Iterator[tuple[str, str]]:
    if value is None:
        return
    yield place, kind(value)
    if isinstance(value, list):
        for item in value:
            yield from _kinds(f"{place}[]", item)
    elif isinstance(value, dict):
        if not value:
            raise MixedKinds(f"column {place!r} holds an object without keys; write null")
        for name, inner in value.items():
            yield from _kinds(f"{place}.{name}", inner)
