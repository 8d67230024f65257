"""How much the texts of a sample repeat one another.

Sources: distinct-n is from Li et al. 2016, A Diversity-Promoting Objective Function for Neural Conversation Models; the
similarity of shingles from Broder 1997, On the Resemblance and Containment of Documents; the comparison with the
nearest other question from Wang et al. 2023, Self-Instruct.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SHINGLE = 3
COMPARED_WORDS = 64
NEAR = 0.7
SIMILARITY_BARS = 20

_WORD = re.compile(r"\w+")


class Distinct(NamedTuple):
    """Distinct-1 and distinct-2: the distinct words, and word pairs, as a share of all."""

    words: float
    pairs: float


@dataclass(frozen=True)
class Similarity:
    """Texts counted by similarity to the nearest other one, in bars from 0 to 1; `near` have at least `NEAR`."""

    near: int
    bars: tuple[int, ...]


def distinct(texts: Sequence[str]) -> Distinct:
    """Return distinct-n of the first `COMPARED_WORDS` words of each text."""
    split = _words(texts)
    return Distinct(
        *(_share(list(chain.from_iterable(_ngrams(words, length) for words in split))) for length in (1, 2))
    )


def similarity(texts: Sequence[str]) -> Similarity:
    """Compare each text with all others by the first `COMPARED_WORDS` words."""
    nearest = nearest_similarity([set(_ngrams(words, SHINGLE)) for words in _words(texts)])
    bars = np.histogram(nearest, SIMILARITY_BARS, (0.0, 1.0))[0]
    return Similarity(int((nearest >= NEAR).sum()), tuple(int(count) for count in bars))


def nearest_similarity(shingles: Sequence[set[tuple[str, ...]]]) -> NDArray[np.float32]:
    """Return for each set its largest Jaccard index (intersection over union) with any other."""
    count = len(shingles)
    if count < 2:
        return np.zeros(count, np.float32)
    holders: dict[tuple[str, ...], list[int]] = {}
    for index, shingle_set in enumerate(shingles):
        for shingle in shingle_set:
            holders.setdefault(shingle, []).append(index)
    shared = np.zeros((count, count), np.int16)
    for rows in holders.values():
        if len(rows) > 1:
            shared[np.ix_(rows, rows)] += 1
    np.fill_diagonal(shared, 0)
    sizes = np.array([len(shingle_set) for shingle_set in shingles], np.int16)
    union = np.maximum(sizes[:, None] + sizes - shared, 1)
    return np.divide(shared, union, dtype=np.float32).max(axis=1)


def _words(texts: Sequence[str]) -> list[list[str]]:
    return [_WORD.findall(text.casefold())[:COMPARED_WORDS] for text in texts]


def _ngrams(words: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    """Yield each n-gram of `length` words; a shorter text is one n-gram."""
    if 0 < len(words) < length:
        return iter([tuple(words)])
    return zip(*(words[index:] for index in range(length)), strict=False)


def _share(runs: Sequence[tuple[str, ...]]) -> float:
    return len(set(runs)) / max(len(runs), 1)
