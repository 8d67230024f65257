"""JSON files of rows, read line by line to find what a table cannot hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.json

from sdg_flows.core.errors import InputError
from sdg_flows.core.json_text import object_without_duplicates
from sdg_flows.inputs.json_kinds import Kinds, MixedKinds, kind

_MARK = b"\xef\xbb\xbf"


def json_tables(path: Path, shown: str, rows: int) -> Iterator[pa.Table]:
    """Yield the rows of a file of JSON lines in tables of `rows` rows; all of the file is checked before the first one.

    A column has one type over the whole file, and is null where a row does not name it. A file that is one JSON array
    is in memory whole.

    Raises:
        InputError: as `json_rows` does, or when there is no row.
    """
    kinds = Kinds()
    for _ in _checked_rows(path, shown, kinds):
        pass
    if not kinds.schema.names:
        raise InputError.at(shown, None, "the file has no rows; a table with at least one row is expected")
    lines = _lines(path, shown)
    while batch := list(islice(lines, rows)):
        yield _table(batch, kinds.schema, shown)


def _lines(path: Path, shown: str) -> Iterator[tuple[int | None, bytes]]:
    """Yield each row as a line of JSON, and its number in a file of lines."""
    if _is_array(path):
        yield from ((line, json.dumps(item).encode() + b"\n") for line, item in _numbered_values(path, shown))
    else:
        yield from _numbered_lines(path)


def _table(lines: list[tuple[int | None, bytes]], schema: pa.Schema, shown: str) -> pa.Table:
    try:
        return _parse(b"".join(line for _, line in lines), schema)
    except pa.ArrowInvalid:
        for number, line in lines:
            try:
                _parse(line, schema)
            except pa.ArrowInvalid as error:
                reason = str(error).removeprefix("JSON parse error: ").removesuffix(" in row 0")
                raise InputError.at(shown, number, f"this row cannot be read: {reason}") from error
        raise


def _parse(lines: bytes, schema: pa.Schema) -> pa.Table:
    whole = pyarrow.json.ReadOptions(use_threads=False, block_size=len(lines) + 1)
    typed = pyarrow.json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="error")
    return pyarrow.json.read_json(pa.BufferReader(lines), whole, typed)


def json_rows(path: Path, shown: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file of JSON lines or of one JSON array; a byte order mark and blank lines are read over.

    Raises:
        InputError: at the first line that is torn, not UTF-8, not an object, has a key twice, a number that is not
            finite or beyond 64 bits, or a column of another kind than before.
    """
    return _checked_rows(path, shown, Kinds())


def _checked_rows(path: Path, shown: str, kinds: Kinds) -> Iterator[dict[str, Any]]:
    for count, (line, row) in enumerate(_numbered_values(path, shown), 1):
        if not isinstance(row, dict) or not row:
            text = f"row {count} is {kind(row)}; an object with the columns of the row is expected"
            raise InputError.at(shown, line, text)
        try:
            kinds.add(row, count)
        except MixedKinds as error:
            raise InputError.at(shown, line, str(error)) from error
        yield row


def _is_array(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4096).removeprefix(_MARK).lstrip().startswith(b"[")


def _numbered_values(path: Path, shown: str) -> Iterator[tuple[int | None, Any]]:
    """Yield each row and its line, which the items of an array do not have."""
    if _is_array(path):
        yield from ((None, item) for item in _parse_value(path.read_bytes(), shown, None))
    else:
        yield from ((number, _parse_value(line, shown, number)) for number, line in _numbered_lines(path))


def _numbered_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are not blank, without a byte order mark, and their numbers."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            bare = line.removeprefix(_MARK)
            if not bare.isspace() and bare:
                yield number, bare.rstrip()


def _parse_value(content: bytes, shown: str, line: int | None) -> Any:  # noqa: ANN401  any JSON value
    try:
        text = content.decode("utf-8-sig")
        return _READER.decode(text)
    except UnicodeDecodeError as error:
        at = line or content.count(b"\n", 0, error.start) + 1
        byte = content[error.start]
        raise InputError.at(shown, at, f"byte 0x{byte:02x} is not UTF-8; save the file as UTF-8") from error
    except json.JSONDecodeError as error:
        told = "this line is not a whole JSON value" if line else "this is not a whole JSON array"
        raise InputError.at(shown, line or error.lineno, f"{told}: {error.msg} at column {error.colno}") from error
    except RecursionError as error:
        raise InputError.at(shown, line, "the JSON is nested too deep") from error
    except ValueError as error:
        raise InputError.at(shown, line, str(error)) from error


def _within_64_bits(digits: str) -> int:
    if len(digits) > 20 or not -(2**63) <= int(digits) < 2**63:
        raise ValueError(f"number {digits[:30]} is beyond 64 bits; put it in quotes")
    return int(digits)


def _refuse_constant(constant: str) -> float:
    raise ValueError(f"{constant} is not a number that JSON has; write null")


_READER = json.JSONDecoder(
    object_pairs_hook=object_without_duplicates, parse_int=_within_64_bits, parse_constant=_refuse_constant
)
