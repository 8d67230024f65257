"""Reading tagged answers: values that stand together become records, and what does not line up says why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sdg_flows.core.parsing import Parsed


@dataclass(frozen=True)
class _Piece:
    start: int
    column: int
    text: str | None


def read_tags(text: str, start_tags: Sequence[str], end_tags: Sequence[str]) -> Parsed:
    """Read the values between each pair of tags, one pair per output column.

    A pair of empty tags takes the whole text, for every record. An empty start tag takes what stands before the
    end tag. Values are stripped; tags are matched literally. Complete records that lead the text are kept when
    only its tail does not line up; anything else gives no record and `uneven`, or `no_match` when there are no tags;
    the number of values in each pair of tags is told.

    Source: InstructLab LLMBlock (tag pairs zipped by position), made to pair by place instead.
    """
    pairs = list(zip(start_tags, end_tags, strict=True))
    whole = [column for column, pair in enumerate(pairs) if pair == ("", "")]
    tagged = [column for column in range(len(pairs)) if column not in whole]
    if not text.strip() and whole:
        return Parsed(reason="empty")
    if not tagged:
        return Parsed(records=((text.strip(),) * len(pairs),))
    pieces = sorted((p for c in tagged for p in _pieces(text, c, *pairs[c])), key=lambda piece: piece.start)
    lined = _lined_up(pieces, tagged)
    records = tuple(
        tuple(text.strip() if column in whole else record[tagged.index(column)] for column in range(len(pairs)))
        for record in lined.records
    )
    return Parsed(records, lined.reason, _said_of(lined.reason, pieces, {c: pairs[c] for c in tagged}))


def _said_of(reason: str | None, pieces: Sequence[_Piece], pairs: Mapping[int, tuple[str, str]]) -> str | None:
    """Return which tags are at fault; None where the reason says it all."""
    if reason == "unclosed_tag":
        start, end = pairs[next(piece.column for piece in pieces if piece.text is None)]
        return f"{start} without {end}"
    if reason in ("uneven", "no_match"):
        found = Counter(piece.column for piece in pieces)
        return "found " + ", ".join(f"{found[column]} {start or end}" for column, (start, end) in pairs.items())
    return None


def _pieces(text: str, column: int, start_tag: str, end_tag: str) -> list[_Piece]:
    """Find a column's values; a start tag that is never closed is a piece without text."""
    found: list[_Piece] = []
    at = 0
    while True:
        start = text.find(start_tag, at)
        if start < 0 or (not start_tag and at >= len(text)):
            return found
        inner = start + len(start_tag)
        end = text.find(end_tag, inner) if end_tag else len(text)
        if end < 0:
            return [*found, _Piece(start, column, None)] if start_tag else found
        last_start = text.rfind(start_tag, inner, end) if start_tag else -1
        if last_start >= 0:
            found.append(_Piece(start, column, None))
            start, inner = last_start, last_start + len(start_tag)
        found.append(_Piece(start, column, text[inner:end].strip()))
        at = max(end + len(end_tag), inner + 1)


def _lined_up(pieces: Sequence[_Piece], columns: Sequence[int]) -> Parsed:
    """Cut pieces in text order into records that all have the order of the first one."""
    if not pieces:
        return Parsed(reason="no_match")
    width = len(columns)
    order = [piece.column for piece in pieces[:width]]
    complete = 0
    for at in range(0, len(pieces) - width + 1, width):
        group = pieces[at : at + width]
        if sorted(order) != sorted(columns) or [p.column for p in group] != order or any(p.text is None for p in group):
            break
        complete += 1
    rest = pieces[complete * width :]
    if not rest:
        reason = None
    elif any(piece.text is None for piece in rest):
        reason = "unclosed_tag"
    else:
        reason = "uneven"
    if len(rest) >= width and width > 1:
        complete = 0
    records = tuple(
        tuple(piece.text or "" for piece in sorted(pieces[at : at + width], key=lambda piece: piece.column))
        for at in range(0, complete * width, width)
    )
    return Parsed(records, reason)
