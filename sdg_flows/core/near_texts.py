"""Texts that are nearly those of earlier ones, found without comparing each with all.

Sources: ROUGE-L from Lin 2004; the prefixes by which pairs are found that can be so alike from Chaudhuri et al. 2006
and Bayardo et al. 2007; the longest common subsequence by whole words of bits from Hyyrö 2004.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from sys import intern
from typing import NamedTuple

import numpy as np
import regex
from numpy.typing import NDArray

# Scripts that put no space between words are taken letter by letter.
_UNSPACED = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
_WORD = regex.compile(rf"{_UNSPACED}|(?:(?!{_UNSPACED})\w)+")
_SLACK = 1e-9
_IN_COMMON = 3
"""So many of their rarest words two texts have in common before they are compared word by word."""


class NearText(NamedTuple):
    """An earlier text: its place, and its likeness, from 0 to 1."""

    place: int
    similarity: float


def split_words(text: str) -> list[str]:
    """Return the words of a text, case folded; equal words are one object, so that many texts hold each once."""
    return [intern(word) for word in _WORD.findall(text.casefold())]


def rouge_l(one: Sequence[str], other: Sequence[str]) -> float:
    """Return the ROUGE-L F measure of two texts: twice their longest common subsequence of words, over their words."""
    return 2 * _common_subsequence(one, other) / (len(one) + len(other)) if one and other else 0.0


@dataclass
class NearTextIndex:
    """Texts that were kept so far. `frequency` says how often each word occurs in all texts; `threshold` is above 0."""

    frequency: Counter[str]
    threshold: float
    _texts: list[list[str]] = field(default_factory=list[list[str]])
    _shares: array[int] = field(default_factory=lambda: array("q"))
    _holders: dict[tuple[str, int], array[int]] = field(default_factory=dict[tuple[str, int], "array[int]"])

    def add(self, words: list[str]) -> None:
        """Keep a text, whose place is the number of those before it."""
        for mark in self._marks(words):
            self._holders.setdefault(mark, array("q")).append(len(self._texts))
        self._shares.append(self._share(len(words)))
        self._texts.append(words)

    def nearest(self, words: list[str]) -> NearText | None:
        """Return the kept text most similar to this one, the first of equals; None when none is above `threshold`."""
        alike = (NearText(int(place), rouge_l(words, self._texts[place])) for place in self._candidates(words))
        near = [one for one in alike if one.similarity > self.threshold]
        return max(near, key=lambda one: one.similarity, default=None)

    def _candidates(self, words: list[str]) -> NDArray[np.int64]:
        """Return the places of the texts that have enough rare words in common with this one to be so alike."""
        found = [self._holders[mark] for mark in self._marks(words) if mark in self._holders]
        if not found:
            return np.zeros(0, np.int64)
        counts = np.bincount(np.concatenate([np.frombuffer(one, np.int64) for one in found]), minlength=1)
        shares = np.frombuffer(self._shares, np.int64)[: len(counts)]
        return np.flatnonzero(counts >= np.minimum(shares, min(_IN_COMMON, self._share(len(words)))))

    def _share(self, length: int) -> int:
        """Return the fewest words that a text of this length has in common with any that is so alike."""
        return max(1, math.ceil(length * self.threshold / (2 - self.threshold) - _SLACK))

    def _marks(self, words: Sequence[str]) -> list[tuple[str, int]]:
        """Return the rarest words, each with its occurrence: so many that texts so alike share `_IN_COMMON` of them."""
        seen: Counter[str] = Counter()
        marks: list[tuple[str, int]] = []
        for word in words:
            marks.append((word, seen[word]))
            seen[word] += 1
        share = self._share(len(words))
        marks.sort(key=lambda mark: (self.frequency[mark[0]], mark))
        return marks[: len(words) - share + min(_IN_COMMON, share)]


def _common_subsequence(one: Sequence[str], other: Sequence[str]) -> int:
    """Return the length of the longest common subsequence, the rows of its table as bits of a number."""
    where: dict[str, int] = {}
    for at, word in enumerate(one):
        where[word] = where.get(word, 0) | 1 << at
    every = (1 << len(one)) - 1
    row = every
    for word in other:
        hits = row & where.get(word, 0)
        row = (row + hits | row - hits) & every
    return len(one) - row.bit_count()
