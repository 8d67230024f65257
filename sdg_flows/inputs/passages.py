"""A Markdown or plain text cut into what belongs together: headings, paragraphs, lists, tables and fenced code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

import regex

Kind: TypeAlias = Literal["heading", "prose", "lines"]

MAX_HEADING_CHARS = 200
"""Characters; a longer line that looks like a heading is prose."""

_HASHES = r"[ ]{0,3}\#{1,6}(?=[ \t\r\n]|\Z)"
_FENCE = r"[ ]{0,3}(?:`{3,}[^`\n]*|~{3,}[^\n]*)$"
_LISTED = r"[ \t]*(?:[-*+][ \t]|\d{1,9}[.)][ \t]|\|)"
_NOT_BLANK = r"(?=[^\S\n]*+\S)"
_PASSAGE = regex.compile(
    rf"""
      (?P<code> ^(?={_FENCE})[ ]{{0,3}}(?P<fence>`{{3,}}+|~{{3,}}+)[^\n]*+
                (?: .*? ^[ ]{{0,3}}(?P=fence)[`~]*+[ \t\r]*+$ | .*\Z ) )
    | (?P<hashed> ^{_HASHES}[^\n]*+ )
    | (?P<underlined> ^(?!{_LISTED}|[ \t]*[>=]){_NOT_BLANK}[^\n]++\n[ ]{{0,3}}(?:=+|-+)[ \t\r]*$ )
    | (?P<plain> (?: ^(?!{_HASHES}|{_FENCE}){_NOT_BLANK}[^\n]++(?:\n|\Z) )++ )
    """,
    regex.MULTILINE | regex.DOTALL | regex.VERBOSE,
)
_ANY_LISTED = regex.compile(rf"^{_LISTED}", regex.MULTILINE)


@dataclass(frozen=True)
class Passage:
    """A stretch of a text, and the titles of the headings above it, outermost first; a heading's own is not one.

    `lines` are lists, tables and code, which are cut at line borders. `opens` says that a section starts here.
    """

    start: int
    end: int
    kind: Kind
    headings: tuple[str, ...]
    opens_section: bool


def split_passages(text: str) -> list[Passage]:
    """Cut a text into passages, in order, each from its first line to where the next one starts.

    Together they hold every character but leading blank lines. A code fence that is not closed ends with the text.
    """
    matches = list(_PASSAGE.finditer(text))
    ends = [*(match.start() for match in matches), len(text)][1:]
    return list(_under_headings(matches, ends))


def top_title(text: str) -> str | None:
    """Return the title of the first heading of the first level; None when there is none."""
    headings = (heading for match in _PASSAGE.finditer(text) if (heading := _heading(match)) is not None)
    return next((title for level, title in headings if level == 1 and title), None)


def _under_headings(matches: list[regex.Match[str]], ends: list[int]) -> Iterator[Passage]:
    path: list[tuple[int, str]] = []
    for match, end in zip(matches, ends, strict=True):
        heading = _heading(match)
        if heading is not None:
            while path and path[-1][0] >= heading[0]:
                path.pop()
        kind: Kind = "heading" if heading else _kind(match)
        above = tuple(title for _, title in path if title)
        yield Passage(match.start(), end, kind, above, opens_section=heading is not None or match is matches[0])
        if heading is not None:
            path.append(heading)


def _heading(match: regex.Match[str]) -> tuple[int, str] | None:
    """Return the level and title of a heading; None for what is not one."""
    written = match.group().strip()
    if match["hashed"] is not None and len(written) <= MAX_HEADING_CHARS:
        marks = len(written) - len(written.lstrip("#"))
        return marks, regex.sub(r"(?:^|[ \t]+)#+$", "", written[marks:].strip()).strip()
    if match["underlined"] is not None and len(written) <= MAX_HEADING_CHARS:
        title, underline = written.split("\n")
        return (1 if "=" in underline else 2), title.strip()
    return None


def _kind(match: regex.Match[str]) -> Kind:
    return "lines" if match["code"] is not None or _ANY_LISTED.search(match.group()) else "prose"
