"""JSON files of rows, read line by line to find what a table cannot hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from sdg_flows.core.errors import InputError

Placed: TypeAlias = "tuple[int | None, dict[str, Any]]"
"""A row, and its line in the file where each row has one."""

_KINDS = {str: "text", bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}


def json_rows(path: Path, shown: str) -> Iterator[Placed]:
    """Yield the rows of a file of JSON lines or of one JSON array, all columns of one kind throughout.

    A byte order mark and blank lines are read over.

    Raises:
        InputError: at the first line that is torn, not UTF-8, not an object, has a key twice, a number that is not
            finite or beyond 64 bits, or a column of another kind than before.
    """
    kinds: dict[str, tuple[str, int]] = {}
    for count, (line, row) in enumerate(_rows(path, shown), 1):
        if not isinstance(row, dict):
            raise InputError.at(shown, line, f"row {count} is {_kind(row)}; an object with the row's columns is expected")
        for name, value in row.items():
            kind, first = kinds.setdefault(name, (_kind(value), count)) if value is not None else ("", 0)
            if value is not None and kind != _kind(value):
                text = f"column {name!r} is {_kind(value)} in row {count} but {kind} in row {first}; a column has one kind"
                raise InputError.at(shown, line, text)
        yield line, row


def is_array(path: Path) -> bool:
    """Say whether the file is one JSON array rather than JSON lines."""
    with path.open("rb") as file:
        start = file.read(4096)
    return start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"["


def _rows(path: Path, shown: str) -> Iterator[tuple[int | None, Any]]:
    with path.open("rb") as file:
        if is_array(path):
            for row in _value(file.read(), shown, None):
                yield None, row
            return
        for number, line in enumerate(file, 1):
            if line.strip(b"\xef\xbb\xbf \t\r\n"):
                yield number, _value(line, shown, number)


def _value(content: bytes, shown: str, line: int | None) -> Any:  # noqa: ANN401  any JSON value
    try:
        text = content.decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=_once, parse_int=_within_64_bits, parse_constant=_finite)
    except UnicodeDecodeError as error:
        at = line or content.count(b"\n", 0, error.start) + 1
        raise InputError.at(shown, at, f"byte 0x{content[error.start]:02x} is not UTF-8; save the file as UTF-8") from error
    except json.JSONDecodeError as error:
        told = "this is not a whole JSON value" if line else "the JSON array is not whole"
        raise InputError.at(shown, line or error.lineno, f"{told}: {error.msg} at column {error.colno}") from error
    except RecursionError as error:
        raise InputError.at(shown, line, "the JSON is nested too deep") from error
    except ValueError as error:
        raise InputError.at(shown, line, str(error)) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"key {next(name for name in names if names.count(name) > 1)!r} stands twice in one object")
    return made


def _within_64_bits(digits: str) -> int:
    if len(digits) > 20 or not -(2**63) <= int(digits) < 2**63:
        raise ValueError(f"number {digits[:30]} is beyond 64 bits; put it in quotes")
    return int(digits)


def _finite(constant: str) -> float:
    raise ValueError(f"{constant} is not a number that JSON has; write null")


def _kind(value: object) -> str:
    return "null" if value is None else _KINDS[type(value)]
