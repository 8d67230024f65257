"""How much texts of a sample repeat one another.

Sources: distinct-n is from Li et al. 2016, A Diversity-Promoting Objective Function for Neural Conversation Models; the
likeness of shingles from Broder 1997, On the Resemblance and Containment of Documents; to look at each question's
nearest other one, from Wang et al. 2023, Self-Instruct.
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
LIKENESS_BARS = 20

_WORD = re.compile(r"\w+")


class Distinct(NamedTuple):
    """The different words, and pairs of words, of texts for each one there is."""

    words: float
    pairs: float


@dataclass(frozen=True)
class Likeness:
    """Texts counted by their likeness to the nearest other one, in bars from 0 to 1; `near` are alike to `NEAR`."""

    near: int
    bars: tuple[int, ...]


def distinct(texts: Sequence[str]) -> Distinct:
    """Count the words of texts, each by its first ones."""
    split = _split(texts)
    return Distinct(*(_share(list(chain.from_iterable(_runs(some, length) for some in split))) for length in (1, 2)))


def likeness(texts: Sequence[str]) -> Likeness:
    """Compare each text with all others, each by its first words."""
    nearest = nearest_likeness([set(_runs(some, SHINGLE)) for some in _split(texts)])
    bars = np.histogram(nearest, LIKENESS_BARS, (0.0, 1.0))[0]
    return Likeness(int((nearest >= NEAR).sum()), tuple(int(count) for count in bars))


def nearest_likeness(shingles: Sequence[set[tuple[str, ...]]]) -> NDArray[np.float32]:
    """Give for each set its largest Jaccard index with any other: what two share, over all that either has."""
    count = len(shingles)
    if count < 2:
        return np.zeros(count, np.float32)
    holders: dict[tuple[str, ...], list[int]] = {}
    for at, some in enumerate(shingles):
        for one in some:
            holders.setdefault(one, []).append(at)
    shared = np.zeros((count, count), np.int16)
    for rows in holders.values():
        if len(rows) > 1:
            shared[np.ix_(rows, rows)] += 1
    np.fill_diagonal(shared, 0)
    sizes = np.array([len(some) for some in shingles], np.int16)
    either = np.maximum(sizes[:, None] + sizes - shared, 1)
    return np.divide(shared, either, dtype=np.float32).max(axis=1)


def _split(texts: Sequence[str]) -> list[list[str]]:
    return [_WORD.findall(text.casefold())[:COMPARED_WORDS] for text in texts]


def _runs(words: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    """Yield each run of words; all of them when they are fewer."""
    if 0 < len(words) < length:
        return iter([tuple(words)])
    return zip(*(words[at:] for at in range(length)), strict=False)


def _share(runs: Sequence[tuple[str, ...]]) -> float:
    return len(set(runs)) / max(len(runs), 1)
