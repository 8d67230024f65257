"""Texts that are nearly those of earlier ones, found without comparing each with all.

Sources: ROUGE-L from Lin 2004; the prefixes by which pairs are found that can be so alike from Chaudhuri et al. 2006
and Bayardo et al. 2007; the longest common subsequence by whole words of bits from Hyyrö 2004.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import regex

# Scripts that put no space between words are taken letter by letter.
_WORD = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]|(?:(?![\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}])\w)+")
_SLACK = 1e-9


class Near(NamedTuple):
    """An earlier text: its place, and its likeness, from 0 to 1."""

    place: int
    likeness: float


def words_of(text: str) -> list[str]:
    """Give the words of a text, case folded."""
    return _WORD.findall(text.casefold())


def rouge_l(one: Sequence[str], other: Sequence[str]) -> float:
    """Give the ROUGE-L F measure of two texts: twice their longest common subsequence of words, over their words."""
    return 2 * _common_subsequence(one, other) / (len(one) + len(other)) if one and other else 0.0


@dataclass
class SeenTexts:
    """Texts that were kept so far. `frequency` says how often each word occurs in all texts; `threshold` is above 0."""

    frequency: Counter[str]
    threshold: float
    _texts: dict[int, list[str]] = field(default_factory=dict[int, list[str]])
    _holders: dict[tuple[str, int], list[int]] = field(default_factory=dict[tuple[str, int], list[int]])

    def add(self, place: int, words: list[str]) -> None:
        """Keep a text."""
        self._texts[place] = words
        for mark in self._marks(words):
            self._holders.setdefault(mark, []).append(place)

    def nearest(self, words: list[str]) -> Near | None:
        """Give the kept text that is most like this one, the first of several; None when none is above `threshold`."""
        found = (
            Near(place, rouge_l(words, self._texts[place]))
            for place in sorted({place for mark in self._marks(words) for place in self._holders.get(mark, ())})
            if self._may_be_near(len(words), len(self._texts[place]))
        )
        near = [one for one in found if one.likeness > self.threshold]
        return max(near, key=lambda one: one.likeness, default=None)

    def _may_be_near(self, one: int, other: int) -> bool:
        return 2 * min(one, other) > self.threshold * (one + other)

    def _marks(self, words: Sequence[str]) -> Iterable[tuple[str, int]]:
        """Give the rarest words, with their occurrence: two texts so alike have one of them in common."""
        seen: Counter[str] = Counter()
        marks: list[tuple[str, int]] = []
        for word in words:
            marks.append((word, seen[word]))
            seen[word] += 1
        shared = math.ceil(len(words) * self.threshold / (2 - self.threshold) - _SLACK)
        marks.sort(key=lambda mark: (self.frequency[mark[0]], mark))
        return marks[: len(words) - shared + 1]


def _common_subsequence(one: Sequence[str], other: Sequence[str]) -> int:
    """Give the length of the longest common subsequence, the rows of its table as bits of a number."""
    where: dict[str, int] = {}
    for at, word in enumerate(one):
        where[word] = where.get(word, 0) | 1 << at
    every = (1 << len(one)) - 1
    row = every
    for word in other:
        hits = row & where.get(word, 0)
        row = (row + hits | row - hits) & every
    return len(one) - row.bit_count()
