"""Values as JSON that every reader takes, whatever numbers and texts are in them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import cast

_ESCAPED = re.compile(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""What JSON takes as it stands, and a terminal obeys, a reader of lines breaks at, or UTF-8 has no bytes for."""


def json_line(value: object) -> str:
    """Return a value as one line of JSON: numbers that JSON has no word for are null, others are their text."""
    text = json.dumps(without_non_finite(value), ensure_ascii=False, default=str)
    return _ESCAPED.sub(escape_character, text)


def escape_character(found: re.Match[str]) -> str:
    """Return a character as JSON escapes it."""
    return f"\\u{ord(found[0]):04x}"


def without_non_finite(value: object) -> object:
    """Return a value with None for each number in it, at any depth, that is NaN or infinite."""
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, Mapping):
        return {name: without_non_finite(one) for name, one in cast("Mapping[object, object]", value).items()}
    if isinstance(value, list | tuple):
        return [without_non_finite(one) for one in cast("Sequence[object]", value)]
    return value
