"""Splits a text at its best boundaries so that each piece is short enough."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from sdg_flows.inputs.tokens import TOKEN, estimate_tokens

SENTENCE_END = regex.compile(
    r"(?<![.!?…])[.!?…]++[\"'\p{Pf}\p{Pe}*_]*+\s++(?=[\"'\p{Pi}\p{Ps}*_]*+[\p{Lu}\p{Lo}\p{N}])"
    r"(?<!\b(?:Dr|Mr|Mrs|Ms|Prof|St|No|Nr|Fig|Eq|vs|cf|ca|approx|e\.g|i\.e|z\.B|\p{Lu})\.\s)"
    r"|[\u3002\uff01\uff1f]++[\p{Pf}\p{Pe}]*+\s*+"
    r"|\n\s*\n"
)
"""What ends a sentence, with the blanks after it; a blank line does too."""

_LINE_END = regex.compile(r"\n(?:[ \t\r]*+\n)*+")
_STOPPED = regex.compile(r"(?:[.!?…\u3002\uff01\uff1f][\"'\p{Pf}\p{Pe}*_]*+\s*+|\n\s*+)\Z")
_WORD_END = regex.compile(r"\s++")
_BORDERS = (_LINE_END, SENTENCE_END, _WORD_END, TOKEN)


@dataclass(frozen=True)
class Piece:
    """A stretch of a text and its estimated tokens."""

    start: int
    end: int
    tokens: int


def split_text(text: str, start: int, end: int, most: int, *, at_lines: bool) -> list[Piece]:
    """Cut `text[start:end]` into pieces of at most `most` tokens that hold all of it, in order.

    Borders are those of lines (when asked), then sentences, then words; only a word that is too long is cut itself.
    """
    return _split(
        text, Piece(start, end, estimate_tokens(text[start:end])), most, _BORDERS if at_lines else _BORDERS[1:]
    )


def split_sentences(text: str, start: int, end: int) -> list[Piece]:
    """Cut `text[start:end]` at the end of every sentence."""
    return list(_split_at(text, start, end, SENTENCE_END))


def starts_sentence(text: str, at: int) -> bool:
    """Return whether a sentence can start at a place: after a stop, a line break or nothing."""
    return at == 0 or _STOPPED.search(text[max(0, at - 16) : at]) is not None


def _split(text: str, whole: Piece, most: int, borders: Sequence[regex.Pattern[str]]) -> list[Piece]:
    if whole.tokens <= most or not borders:
        return [whole]
    made: list[Piece] = []
    for part in _split_at(text, whole.start, whole.end, borders[0]):
        if made and made[-1].tokens + part.tokens <= most:
            made[-1] = Piece(made[-1].start, part.end, made[-1].tokens + part.tokens)
        else:
            made.extend(_split(text, part, most, borders[1:]))
    return made


def _split_at(text: str, start: int, end: int, border: regex.Pattern[str]) -> Iterator[Piece]:
    """Yield what stands between borders; a border belongs to the part before it."""
    at = start
    for match in border.finditer(text, start, end):
        if at < match.end() < end:
            yield Piece(at, match.end(), estimate_tokens(text[at : match.end()]))
            at = match.end()
    yield Piece(at, end, estimate_tokens(text[at:end]))
