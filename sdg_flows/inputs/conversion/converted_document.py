"""What a document becomes when it is converted, as a value and as JSON text."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

MAX_CHARACTERS = 64 * 1_048_576
"""A text longer than this is no document."""

_CONTROLS = {code: " " for code in range(32) if chr(code) not in "\t\n\r"}


class Unreadable(Exception):  # noqa: N818  named for what the document is
    """A document cannot be converted; the text says why, as the end of a sentence about it."""


@dataclass(frozen=True)
class ConvertedDocument:
    """A document as Markdown, the title that its metadata give, and where in `text` each page starts, if it has any."""

    text: str
    title: str | None = None
    page_starts: tuple[int, ...] = ()

    def to_json(self) -> str:
        """Return the JSON text, without control characters and lone surrogates.

        Raises:
            Unreadable: the text is too long.
        """
        if len(self.text) > MAX_CHARACTERS:
            raise Unreadable(f"its text is longer than {MAX_CHARACTERS} characters")
        plain = ConvertedDocument(_plain(self.text), self.title and _plain(self.title).strip(), self.page_starts)
        return json.dumps(asdict(plain), ensure_ascii=False)


def _plain(text: str) -> str:
    """Put a blank for each control character and a `?` for each lone surrogate; the length stays."""
    return text.translate(_CONTROLS).encode(errors="replace").decode()


def from_json(written: str) -> ConvertedDocument:
    """Return the value that `to_json` wrote; ValueError when it is another text."""
    value = json.loads(written)
    if not isinstance(value, dict) or value.keys() != {"text", "title", "page_starts"}:
        raise ValueError("this is not a converted document")
    return ConvertedDocument(value["text"], value["title"], tuple(value["page_starts"]))
