"""How much of a row's texts is shown on a terminal."""

from __future__ import annotations

MAX_CHARACTERS = 300
"""Characters of a text that are shown, unless all are asked for."""
SHORT = 80
"""Characters of a text that stands beside the name of its column."""


def is_short(text: str) -> bool:
    """Return whether a text fits beside the name of its column."""
    return len(text) <= SHORT and "\n" not in text
