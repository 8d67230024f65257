"""Data sets of conversations: files of JSON lines, local or at a URL, read line by line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fsspec

from sdg_flows.core.errors import InputError


def resolve_place(path: str, folder: Path) -> str:
    """Resolve a data set's path against a folder; a URL stays as it is."""
    return path if "://" in path else str((folder / path).absolute())


def count_rows(place: str) -> int:
    """Count the rows of a data set.

    Raises:
        InputError: it cannot be read.
    """
    return sum(1 for _ in numbered_lines(place))


def conversations(place: str, copies: Callable[[int], int] = lambda _: 1) -> Iterator[dict[str, Any]]:
    """Yield the rows of a data set in order, each `copies(position)` times; rows with no copies are not parsed.

    Raises:
        InputError: it cannot be read, a line is not JSON, or a row has no `messages`.
    """
    for position, (number, line) in enumerate(numbered_lines(place)):
        if count := copies(position):
            row = _row(place, number, line)
            yield from (row for _ in range(count))


def records(place: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file in order, whatever their columns.

    Raises:
        InputError: it cannot be read, or a line is not a JSON object.
    """
    for number, line in numbered_lines(place):
        yield _record(place, number, line)


def numbered_lines(place: str) -> Iterator[tuple[int, bytes]]:
    """Yield each non-blank line with its number from 1; only a line feed ends a line.

    Raises:
        InputError: it cannot be read.
    """
    try:
        with fsspec.open(place, "rb") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line
    except (OSError, ValueError, ImportError) as error:
        raise InputError.at(place, None, f"the data set cannot be read: {error}.") from error


def _row(place: str, number: int, line: bytes) -> dict[str, Any]:
    row = _record(place, number, line)
    messages = row.get("messages")
    if not isinstance(messages, list) or not all(map(_is_message, messages)):
        raise InputError.at(place, number, "this row has no 'messages', a list of role and content.")
    return row


def _record(place: str, number: int, line: bytes) -> dict[str, Any]:
    try:
        row: Any = json.loads(line, parse_constant=_no_number)
    except ValueError as error:
        raise InputError.at(place, number, f"this is no line of JSON: {error}.") from error
    if not isinstance(row, dict):
        raise InputError.at(place, number, "this row is no JSON object.")
    return row


def _is_message(message: object) -> bool:
    return isinstance(message, dict) and {"role", "content"} <= {*message}


def _no_number(word: str) -> float:
    raise ValueError(f"JSON has no {word}")
