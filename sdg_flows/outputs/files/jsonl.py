"""Rows as JSON lines that every reader can split and parse."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any, cast

import orjson

from sdg_flows.core.errors import ContractError, listed
from sdg_flows.core.json_line import escape_character
from sdg_flows.core.table import ROW_ID

_LINE_BREAKS = re.compile(r"[\x85\u2028\u2029]")
_LONE_SURROGATES = re.compile(r"[\ud800-\udfff]")
_PLAIN = json.JSONEncoder(ensure_ascii=False, default=str, separators=(",", ":"))
_TIMES_AS_TEXT = orjson.OPT_PASSTHROUGH_DATETIME


def jsonl_line(row: Mapping[str, Any]) -> str:
    """Encode a row as one line of JSON without line end; keys keep their order, non-ASCII characters are not escaped.

    Unicode line breaks are escaped, a lone surrogate becomes U+FFFD, and values unknown to JSON become text.

    Raises:
        ContractError: a number is NaN or infinite.
    """
    text = _encoded(row)
    if text.isascii():
        return text
    return _LINE_BREAKS.sub(escape_character, _LONE_SURROGATES.sub("\ufffd", text))


def _encoded(row: Mapping[str, Any]) -> str:
    """Encode with orjson, else with Python's encoder: orjson refuses large integers and lone surrogates."""
    try:
        text = orjson.dumps(row, str, _TIMES_AS_TEXT).decode()
        unsure = "null" in text
    except orjson.JSONEncodeError:
        text, unsure = _PLAIN.encode(row), True
    if unsure and (columns := [name for name, cell in row.items() if not _finite(cell)]):
        raise ContractError(
            f"row {row.get(ROW_ID)!r}: column {listed(columns)} holds NaN or an infinite number, which JSON cannot "
            "hold. Reject or convert such rows in the flow file."
        )
    return text


def _finite(cell: object) -> bool:
    """Return False when the cell contains, at any depth, NaN or an infinite number."""
    if isinstance(cell, float):
        return isfinite(cell)
    if isinstance(cell, Mapping):
        return all(map(_finite, cast("Mapping[str, object]", cell).values()))
    return not isinstance(cell, list | tuple) or all(map(_finite, cast("Sequence[object]", cell)))
