"""Questions in any language: a sentence with a gap, to be filled in."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from sdg_flows.teacher.offline.pair import Pair
from sdg_flows.teacher.offline.sentences import Sentence

GAP = "_____"

_NUMBER = regex.compile(r"\d[\d.,]*(?<![.,])")
_WORD = regex.compile(r"[\p{L}\p{M}][\p{L}\p{M}\-]*")
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]{3,}")
_UNSPACED_GAP = 2


def gaps(sentences: Sequence[Sentence]) -> tuple[Pair, ...]:
    """Give each sentence with a gap for its number, else for its longest word; the answer is the whole sentence."""
    return tuple(
        Pair(sentence.text[: span[0]] + GAP + sentence.text[span[1] :], sentence.text)
        for sentence in sentences
        if (span := _gap(sentence.text)) is not None
    )


def _gap(text: str) -> tuple[int, int] | None:
    if (number := _NUMBER.search(text)) is not None:
        return number.span()
    if (run := _UNSPACED.search(text)) is not None:
        middle = (run.start() + run.end()) // 2
        return middle - 1, middle - 1 + _UNSPACED_GAP
    longest = max(_WORD.finditer(text), key=lambda match: len(match.group()), default=None)
    return None if longest is None or longest.group() == text.strip(" .") else longest.span()
