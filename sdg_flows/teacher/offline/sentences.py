"""The sentences of a document: running text and list items, each with its heading and its neighbours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from sdg_flows.teacher.offline.words import capitalised

_HEADING = regex.compile(r"^\s{0,3}#{1,6}\s+(?P<title>.+?)\s*#*\s*$")
_SKIPPED = regex.compile(r"^\s*(?:\||[-=*_]{3,}\s*$|<!--|!\[)|\|\s*$")
_ITEM = regex.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)])\s+")
_LABEL = regex.compile(r"^\*\*(?P<label>[^*\n]{2,60}?)[.:]\*\*\s+")
_END = regex.compile(
    r"(?<=[.!?])[\"\u201d\u2019)\]]*\s+(?=[\"\u201c\u2018(\[]?[\p{Lu}\p{N}])|(?<=[\u3002\uff01\uff1f])"
)
_ABBREVIATED = regex.compile(r"(?:\b(?:Dr|Mr|Mrs|Ms|Prof|St|No|Fig|Eq|vs|approx|etc|cf|e\.g|i\.e|al|Inc|Ltd|[A-Z])\.)$")


@dataclass(frozen=True)
class Sentence:
    """A sentence of running text. `heading` is the nearest one above; `first` tells that it opens its section."""

    text: str
    heading: str = ""
    before: str = ""
    after: str = ""
    first: bool = False
    in_list: bool = False


@lru_cache(maxsize=512)
def sentences_of(document: str) -> tuple[Sentence, ...]:
    """Give the sentences of a document in order, without headings, tables, code and markup."""
    return tuple(_neighboured(list(_sentences(document))))


def split_sentences(paragraph: str) -> list[str]:
    """Cut a paragraph into sentences; abbreviations and initials end none."""
    pieces: list[str] = []
    for piece in filter(None, (piece.strip() for piece in _END.split(paragraph))):
        if pieces and _ABBREVIATED.search(pieces[-1]):
            pieces[-1] = f"{pieces[-1]} {piece}"
        else:
            pieces.append(piece)
    return pieces


def plain(text: str) -> str:
    """Give a line without emphasis, code marks, links and runs of spaces."""
    text = regex.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = regex.sub(r"(\*\*|__|`)", "", text)
    text = regex.sub(r"(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)", "", text)
    return regex.sub(r"\s+", " ", text).strip()


def _sentences(document: str) -> Iterator[Sentence]:
    heading, first = "", True
    for block in _blocks(document):
        if title := _HEADING.match(block):
            heading, first = plain(title["title"]), True
            continue
        if label := _LABEL.match(block):
            heading, first, block = plain(label["label"]), True, block[label.end() :]
        in_list = _ITEM.match(block) is not None
        for text in split_sentences(plain(_ITEM.sub("", block))):
            yield Sentence(text if in_list else capitalised(text), heading, first=first, in_list=in_list)
            first = False
        yield Sentence("")


def _blocks(document: str) -> Iterator[str]:
    """Yield headings, list items and paragraphs, the lines of one joined by spaces."""
    lines: list[str] = []
    in_code = False
    for line in [*document.splitlines(), ""]:
        fence = line.lstrip().startswith("```")
        in_code ^= fence
        breaks = fence or in_code or not line.strip() or _SKIPPED.search(line) or _HEADING.match(line)
        if (breaks or _ITEM.match(line)) and lines:
            yield " ".join(lines)
            lines = []
        if _HEADING.match(line) and not in_code:
            yield line
        elif not breaks:
            lines.append(line.strip())


def _neighboured(found: list[Sentence]) -> Iterator[Sentence]:
    """Yield sentences with the text before and after each; an empty one marks the end of a paragraph."""
    for at, sentence in enumerate(found):
        if sentence.text:
            before = found[at - 1].text if at else ""
            after = found[at + 1].text if at + 1 < len(found) else ""
            yield replace(sentence, before=before, after=after)
