"""How cells and texts of rows are shown on a terminal."""

from __future__ import annotations

import re

CLIPPED = 300
"""Characters of a text that are shown, unless all are asked for."""
SHORT = 80
"""Characters of a text that stands beside the name of its column."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def is_short(text: str) -> bool:
    """True when a text fits beside the name of its column."""
    return len(text) <= SHORT and "\n" not in text


def harmless(text: str) -> str:
    """Give a text with what a terminal would obey shown as its code."""
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
