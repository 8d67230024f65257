"""JSON in texts that models write: with a comma too many, or with words around it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import suppress

import regex

_STRING_OR_STRAY_COMMA = regex.compile(r'"(?:\\.|[^"\\])*+"|,(?=\s*[}\]])', regex.DOTALL)
_OPENING = regex.compile(r"[{\[]")

MAX_OPENINGS = 200
"""Brackets at which JSON is looked for in a text with words around it."""


def parse_json(text: str, *, fix_commas: bool, embedded: bool) -> object:
    """Return the value of a JSON text.

    `fix_commas` forgives a comma before a closing bracket; `embedded` finds the longest object or list in a text that
    is no JSON as a whole. Line ends and tabs in a string are forgiven always, a name that an object has twice never.

    Raises:
        ValueError: there is none.
    """
    with suppress(
        ValueError, RecursionError
    ):  # most are JSON as they stand; looking for commas takes ten times as long
        return _check_encodable(_DECODER.decode(text))
    mended = _STRING_OR_STRAY_COMMA.sub(_without_comma, text) if fix_commas else text
    try:
        return _check_encodable(_DECODER.decode(mended))
    except RecursionError as error:
        raise ValueError("the JSON is nested too deeply") from error
    except ValueError:
        found = max(_find_embedded(mended), key=lambda piece: piece[0], default=None) if embedded else None
        if found is None:
            raise
        return _check_encodable(found[1])


def to_column_number(value: float, *, whole: bool) -> int | float:
    """Return a JSON number as a column of whole numbers, or of floats, holds it; ValueError when it cannot."""
    if not abs(value) < (2**63 if whole else sys.float_info.max):
        raise ValueError(f"{value!r} is no number that a column of {'int64' if whole else 'double'} can hold"[:200])
    return int(value) if whole else float(value)


def object_without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return an object; ValueError when it has a key twice, as one of the values would be lost."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"key {next(name for name in names if names.count(name) > 1)!r} stands twice in one object")
    return found


_DECODER = json.JSONDecoder(strict=False, object_pairs_hook=object_without_duplicates)


def _without_comma(match: regex.Match[str]) -> str:
    return "" if match.group() == "," else match.group()


def _check_encodable(value: object) -> object:
    """Return a value back that can be written as UTF-8; ValueError for half of a surrogate pair, or too deep a nest."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except RecursionError as error:
        raise ValueError("the JSON is nested too deeply") from error
    return value


def _find_embedded(text: str) -> Iterator[tuple[int, object]]:
    """Yield the length and the value of each object or list that is not inside another."""
    at = 0
    for _ in range(MAX_OPENINGS):
        opening = _OPENING.search(text, at)
        if opening is None:
            return
        at = opening.start() + 1
        try:
            value, end = _DECODER.raw_decode(text, opening.start())
        except (ValueError, RecursionError):
            continue
        yield end - opening.start(), value
        at = end
