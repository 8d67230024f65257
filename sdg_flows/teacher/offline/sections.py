"""The tagged sections of a text, outermost ones only.

A section opens at the start of a line, as `<name>` or `[Start of Name]`, and ends at its closing tag. One whose tags
stand on lines of their own ends at the last such closing tag before the name opens again: a closing tag inside a
document does not end the document.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

_OPENING = regex.compile(
    r"^[ \t]*(?P<tag><(?P<name>[A-Za-z][\w\-]*)>|\[Start of (?P<noun>[^\]\n]{1,60})\])", regex.MULTILINE
)


@dataclass(frozen=True)
class Section:
    """A tagged section: its two tags, the text between them, and where the whole stands."""

    name: str
    start_tag: str
    end_tag: str
    text: str
    start: int
    end: int


def sections(text: str) -> Iterator[Section]:
    """Yield the outermost sections in text order; a tag that is never closed opens none."""
    at = 0
    while (opening := _OPENING.search(text, at)) is not None:
        found = _section(text, opening)
        at = opening.end() if found is None else found.end
        if found is not None:
            yield found


def outside(text: str) -> str:
    """Give the text with every section blanked, line ends and positions kept."""
    pieces: list[str] = []
    at = 0
    for section in sections(text):
        pieces += [text[at : section.start], regex.sub(r"[^\n]", " ", text[section.start : section.end])]
        at = section.end
    return "".join([*pieces, text[at:]])


def _section(text: str, opening: regex.Match[str]) -> Section | None:
    start_tag = opening["tag"]
    name = opening["name"] or opening["noun"]
    end_tag = f"</{name}>" if opening["name"] else f"[End of {name}]"
    close = _own_line_close(text, opening.end(), start_tag, end_tag)
    if close < 0:
        close = text.find(end_tag, opening.end())
    if close < 0:
        return None
    inner = text[opening.end() : close].strip()
    return Section(name, start_tag, end_tag, inner, opening.start("tag"), close + len(end_tag))


def _own_line_close(text: str, inner: int, start_tag: str, end_tag: str) -> int:
    """Give where the closing tag of a section on lines of its own stands, or -1 when it is not written so."""
    if not regex.match(r"[ \t]*(?:\n|$)", text[inner : inner + 80]):
        return -1
    again = regex.compile(rf"^[ \t]*{regex.escape(start_tag)}", regex.MULTILINE).search(text, inner)
    limit = again.start() if again else len(text)
    closing = regex.compile(rf"^[ \t]*(?P<tag>{regex.escape(end_tag)})[ \t]*$", regex.MULTILINE)
    return max((match.start("tag") for match in closing.finditer(text, inner, limit)), default=-1)
