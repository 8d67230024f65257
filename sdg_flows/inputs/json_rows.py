"""JSON files of rows, read line by line to find what a table cannot hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sdg_flows.core.errors import InputError
from sdg_flows.inputs.json_kinds import Kinds, MixedKinds, kind

_MARK = b"\xef\xbb\xbf"


def json_lines(path: Path, shown: str, scratch: Path) -> Path:
    """Give a file of JSON lines with the rows of a file that may be one JSON array; all of it is checked.

    Raises:
        InputError: as `json_rows` does, or when there is no row.
    """
    rows = json_rows(path, shown)
    if next(rows, None) is None:
        raise InputError.at(shown, None, "the file has no rows; a table with at least one row is expected")
    if not _is_array(path):
        for _ in rows:
            pass
        return path
    lines = scratch / "rows.jsonl"
    with lines.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in json_rows(path, shown))
    return lines


def json_rows(path: Path, shown: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file of JSON lines or of one JSON array; a byte order mark and blank lines are read over.

    Raises:
        InputError: at the first line that is torn, not UTF-8, not an object, has a key twice, a number that is not
            finite or beyond 64 bits, or a column of another kind than before.
    """
    kinds = Kinds()
    for count, (line, row) in enumerate(_values(path, shown), 1):
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


def _values(path: Path, shown: str) -> Iterator[tuple[int | None, Any]]:
    """Yield each row and its line, which the items of an array do not have."""
    with path.open("rb") as file:
        if _is_array(path):
            yield from ((None, item) for item in _value(file.read(), shown, None))
            return
        for number, line in enumerate(file, 1):
            if line.strip(_MARK + b" \t\r\n"):
                yield number, _value(line, shown, number)


def _value(content: bytes, shown: str, line: int | None) -> Any:  # noqa: ANN401  any JSON value
    try:
        text = content.decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=_once, parse_int=_within_64_bits, parse_constant=_finite)
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
