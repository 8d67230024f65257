"""A document cut into chunks that are short enough for a prompt and hold together."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sdg_flows.inputs.passages import Passage, split_passages
from sdg_flows.inputs.text_splitter import split_sentences, split_text, starts_sentence
from sdg_flows.inputs.tokens import estimate_tokens


@dataclass(frozen=True)
class Chunk:
    """A stretch of a document as the teacher is shown it.

    `text` is `document[start:end]`, after a line with the headings that the stretch stands under and does not hold
    itself, when there are any. `heading_path` are the headings that all of its text stands under, outermost first.
    """

    text: str
    heading_path: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True)
class _Part:
    """A passage, or a piece of one, and its tokens."""

    passage: Passage
    tokens: int


@dataclass(frozen=True)
class _Sizes:
    """How long chunks may be, in estimated tokens."""

    most: int
    overlap: int

    def text_budget(self, first: _Part) -> int:
        """Return what a chunk may hold that starts with `first`, beside its headings and what it repeats."""
        repeated = 0 if first.passage.opens_section else self.overlap
        return self.most - estimate_tokens(_heading_line(self.path(first))) - repeated

    def path(self, first: _Part) -> tuple[str, ...]:
        """Return the headings to show, unless they would take more than a quarter of the chunk."""
        above = first.passage.headings
        return above if estimate_tokens(_heading_line(above)) <= self.most // 4 else ()


def chunk_document(text: str, max_tokens: int = 500, overlap_tokens: int = 50) -> list[Chunk]:
    """Cut a document into chunks of at most `max_tokens` estimated tokens, headings and overlap included.

    Sections follow one another in a chunk while they fit whole and stand under one top heading. A section that does
    not fit is cut between paragraphs, then sentences, then words; lists, tables and code, only if they must be, at
    lines. No chunk ends with a heading unless no text follows. Each character that is not blank is in some chunk.
    Where a section is cut, the next chunk repeats the last sentences of prose, up to `overlap_tokens`.

    Raises:
        ValueError: `max_tokens` is below 8, or `overlap_tokens` is negative or more than half of it.
    """
    if max_tokens < 8 or not 0 <= overlap_tokens <= max_tokens // 2:
        raise ValueError("a chunk has at least 8 tokens and repeats at most half of them")
    sizes = _Sizes(max_tokens, overlap_tokens)
    groups = list(_pack(text, _sections(text), sizes))
    return [_chunk(text, before, group, sizes) for before, group in zip([[], *groups], groups, strict=False)]


def _sections(text: str) -> list[list[_Part]]:
    """Return the parts of each section, from one heading to the next."""
    sections: list[list[_Part]] = []
    for passage in split_passages(text):
        if passage.opens_section:
            sections.append([])
        sections[-1].append(_Part(passage, estimate_tokens(text[passage.start : passage.end])))
    return sections


def _pack(text: str, sections: Iterable[Sequence[_Part]], sizes: _Sizes) -> Iterator[list[_Part]]:
    held: list[_Part] = []
    for section in sections:
        if held and not _joins(held, section, sizes):
            yield held
            held = []
        waiting = deque(section)
        while waiting:
            part = waiting.popleft()
            if not held and not text[part.passage.start : part.passage.end].strip():
                continue
            spare = sizes.text_budget(held[0] if held else part) - sum(one.tokens for one in held)
            if part.tokens <= spare:
                held.append(part)
            elif spare > 0 and _only_headings(held):
                waiting.extendleft(reversed(_split_part(text, part, spare)))
            else:
                yield held
                held = []
                waiting.appendleft(part)
    if held:
        yield held


def _joins(held: Sequence[_Part], section: Sequence[_Part], sizes: _Sizes) -> bool:
    """Return whether a section joins the chunk: always after headings alone, else when it fits and belongs there."""
    if _only_headings(held):
        return True
    tokens = sum(part.tokens for part in (*held, *section))
    return _same_topic(held[-1].passage, section[0].passage) and tokens <= sizes.text_budget(held[0])


def _same_topic(before: Passage, heading: Passage) -> bool:
    """Return whether a heading stands under the top heading of what is before it, or follows text without heading."""
    return not before.headings or before.headings[:1] == heading.headings[:1]


def _only_headings(held: Sequence[_Part]) -> bool:
    return all(part.passage.kind == "heading" for part in held)


def _split_part(text: str, part: _Part, most: int) -> list[_Part]:
    """Cut a part; a piece of a heading is prose."""
    whole = part.passage
    kind = "prose" if whole.kind == "heading" else whole.kind
    cut = split_text(text, whole.start, whole.end, most, at_lines=kind == "lines")
    return [
        _Part(
            replace(
                whole, start=one.start, end=one.end, kind=kind, opens_section=whole.opens_section and one is cut[0]
            ),
            one.tokens,
        )
        for one in cut
    ]


def _chunk(text: str, before: Sequence[_Part], held: Sequence[_Part], sizes: _Sizes) -> Chunk:
    first, last = held[0], held[-1]
    start = first.passage.start
    if before and not first.passage.opens_section and before[-1].passage.end == start:
        start = _overlap_start(text, before[-1].passage, sizes.overlap)
    end = start + len(text[start : last.passage.end].rstrip())
    return Chunk(_heading_line(sizes.path(first)) + text[start:end], _common_path(held), start, end)


def _common_path(held: Sequence[_Part]) -> tuple[str, ...]:
    """Return the headings above every part that is not a heading; those above the first when all are."""
    paths = [part.passage.headings for part in held if part.passage.kind != "heading"] or [held[0].passage.headings]
    least, most = min(paths), max(paths)
    same = next((at for at, title in enumerate(least) if most[at : at + 1] != (title,)), len(least))
    return least[:same]


def _overlap_start(text: str, before: Passage, most: int) -> int:
    """Return where the last whole sentences of `before` start that have at most `most` tokens; its end if none has."""
    at, spent = before.end, 0
    if before.kind != "prose" or not starts_sentence(text, before.end):
        return at
    for sentence in reversed(split_sentences(text, before.start, before.end)):
        spent += sentence.tokens
        if spent > most or not starts_sentence(text, sentence.start):
            break
        at = sentence.start
    return at


def _heading_line(path: Sequence[str]) -> str:
    return " > ".join(path) + "\n\n" if path else ""
