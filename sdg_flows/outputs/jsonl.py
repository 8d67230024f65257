"""Rows as lines of JSON that every reader can split and read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from sdg_flows.core.errors import ContractError, listed
from sdg_flows.core.table import ROW_ID

_LINE_BREAKS = re.compile(r"[\x85\u2028\u2029]")
_LONE_SURROGATES = re.compile(r"[\ud800-\udfff]")
_PLAIN = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=str)


def jsonl_line(row: Mapping[str, Any]) -> str:
    """Give a row as one line of JSON, without the line end; keys keep their order, other scripts stay readable.

    Every Unicode line break is an escape, a lone surrogate becomes U+FFFD, and what JSON has no word for is its text.

    Raises:
        ContractError: a number is NaN or infinite.
    """
    try:
        text = _PLAIN.encode(row)
    except ValueError as error:
        columns = listed(name for name, cell in row.items() if not _is_json(cell))
        raise ContractError(
            f"row {row.get(ROW_ID)!r}: column {columns} holds NaN or an infinite number, which JSON cannot hold. "
            "Reject or convert such rows in the flow file."
        ) from error
    if text.isascii():
        return text
    return _LINE_BREAKS.sub(_escaped, _LONE_SURROGATES.sub("\ufffd", text))


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _is_json(cell: object) -> bool:
    try:
        _PLAIN.encode(cell)
    except ValueError:
        return False
    return True
