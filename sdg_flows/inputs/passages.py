"""A Markdown or plain text cut into what belongs together: headings, paragraphs, lists, tables and fenced code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["heading", "prose", "lines"]

LONGEST_HEADING = 200
"""Characters; a longer line that looks like a heading is prose."""

_HASHES = r"[ ]{0,3}\#{1,6}(?=[ \t\r\n]|\Z)"
_TICKS = r"[ ]{0,3}(?P<ticks>`{3,})[^`\n]*$"
_TILDES = r"[ ]{0,3}(?P<tildes>~{3,})[^\n]*$"
_PASSAGE = re.compile(
    rf"""
      (?P<code> ^{_TICKS}  (?: .*? ^[ ]{{0,3}}(?P=ticks)`*[ \t\r]*$  | .*\Z )
              | ^{_TILDES} (?: .*? ^[ ]{{0,3}}(?P=tildes)~*[ \t\r]*$ | .*\Z ) )
    | (?P<hashed> ^{_HASHES}[^\n]* )
    | (?P<underlined> ^(?![ \t]*(?:[-*+|>=]|\d+[.)]))[^\n]*\S[^\n]*\n[ ]{{0,3}}(?:=+|-+)[ \t\r]*$ )
    | (?P<plain> (?: ^(?!{_HASHES}|[ ]{{0,3}}(?:`{{3,}}[^`\n]*|~{{3,}}[^\n]*)$)[^\n]*\S[^\n]*(?:\n|\Z) )+ )
    """,
    re.MULTILINE | re.DOTALL | re.VERBOSE,
)
_LISTED = re.compile(r"^[ \t]*(?:[-*+][ \t]|\d{1,9}[.)][ \t]|\|)", re.MULTILINE)


@dataclass(frozen=True)
class Passage:
    """A stretch of a text, and the titles of the headings above it, outermost first; a heading's own is not one.

    `lines` are lists, tables and code, which are cut at line borders. `opens` says that a section starts here.
    """

    start: int
    end: int
    kind: Kind
    above: tuple[str, ...]
    opens: bool


def passages(text: str) -> list[Passage]:
    """Cut a text into passages, in order, each from its first line to where the next one starts.

    Together they hold every character but leading blank lines. A code fence that is not closed ends with the text.
    """
    matches = list(_PASSAGE.finditer(text))
    ends = [match.start() for match in matches[1:]] + [len(text)]
    return list(_under_headings(matches, ends))


def _under_headings(matches: list[re.Match[str]], ends: list[int]) -> Iterator[Passage]:
    path: list[tuple[int, str]] = []
    for match, end in zip(matches, ends, strict=True):
        heading = _heading(match)
        if heading is not None:
            while path and path[-1][0] >= heading[0]:
                path.pop()
        kind: Kind = "heading" if heading else _kind(match)
        above = tuple(title for _, title in path if title)
        yield Passage(match.start(), end, kind, above, opens=heading is not None or match is matches[0])
        if heading is not None:
            path.append(heading)


def _heading(match: re.Match[str]) -> tuple[int, str] | None:
    """Give the level and title of a heading; None for what is not one."""
    written = match.group().strip()
    if match["hashed"] is not None and len(written) <= LONGEST_HEADING:
        marks = len(written) - len(written.lstrip("#"))
        return marks, re.sub(r"(?:^|[ \t]+)#+$", "", written[marks:].strip()).strip()
    if match["underlined"] is not None and len(written) <= LONGEST_HEADING:
        title, underline = written.split("\n")
        return (1 if "=" in underline else 2), title.strip()
    return None


def _kind(match: re.Match[str]) -> Kind:
    return "lines" if match["code"] is not None or _LISTED.search(match.group()) else "prose"
