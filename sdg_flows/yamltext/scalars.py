"""What an unquoted scalar stands for."""

from __future__ import annotations

import re

_CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,2})?")
_LONGEST_NUMBER = 64


def scalar_value(text: str) -> bool | int | float | str | None:
    """Return the value of an unquoted scalar: null, true or false, a finite number, else the text itself.

    Words such as yes, no, on and off, dates, times, `1_000`, `.inf` and numbers of more than 64 characters stay text.

    Source: YAML 1.2.2, section 10.3.2 (core schema).
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if len(text) > _LONGEST_NUMBER:
        return text
    if _INTEGER.fullmatch(text):
        return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text
