"""The API key taken out of what a server sends back."""

from __future__ import annotations

import re
from functools import lru_cache

SHORTEST_SECRET = 8
"""Letters; a shorter key, such as `none`, is no secret and may be a word of an answer."""


def redact_body(body: bytes, key: str) -> bytes:
    """Return a body with each echo of the key as `***`, also where JSON escapes its letters."""
    if len(key) < SHORTEST_SECRET:
        return body
    redacted = body.replace(key.encode(), b"***")
    return _escaped(key).sub(b"***", redacted) if b"\\u00" in redacted else redacted


def redact_text(text: str, key: str) -> str:
    """Return a text, such as an error's, with each echo of the key as `***`."""
    return text.replace(key, "***") if len(key) >= SHORTEST_SECRET else text


@lru_cache(maxsize=16)
def _escaped(key: str) -> re.Pattern[bytes]:
    letters = (rb"(?:%b|\\u(?i:%04x))" % (re.escape(letter).encode(), ord(letter)) for letter in key)
    return re.compile(b"".join(letters))
