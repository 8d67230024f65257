"""How much texts of a sample repeat one another.

Sources: distinct-n is from Li et al. 2016, A Diversity-Promoting Objective Function for Neural Conversation Models; the
likeness of shingles from Broder 1997, On the Resemblance and Containment of Documents; to look at each question's
nearest other one, from Wang et al. 2023, Self-Instruct.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SHINGLE = 3
COMPARED_WORDS = 64
NEAR = 0.7
LIKENESS_BARS = 20

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Diversity:
    """What a sample of texts says of how unlike they are.

    `distinct_1` and `distinct_2` are the different words and pairs of words for each one there is. `bars` counts texts
    by their likeness to the nearest other text of the sample, from 0 to 1; `near` have one that is alike to `NEAR`.
    """

    texts: int
    distinct_1: float
    distinct_2: float
    near: int
    bars: tuple[int, ...]


def diversity(texts: Sequence[str]) -> Diversity:
    """Compare the texts, each by its first words."""
    split = [_WORD.findall(text.casefold())[:COMPARED_WORDS] for text in texts]
    nearest = nearest_likeness([set(_runs(some, SHINGLE)) for some in split])
    bars = np.histogram(nearest, LIKENESS_BARS, (0.0, 1.0))[0]
    return Diversity(
        len(texts),
        _distinct([run for some in split for run in _runs(some, 1)]),
        _distinct([run for some in split for run in _runs(some, 2)]),
        int((nearest >= NEAR).sum()),
        tuple(int(count) for count in bars),
    )


def nearest_likeness(shingles: Sequence[set[tuple[str, ...]]]) -> NDArray[np.float64]:
    """Give for each set its largest Jaccard index with any other: what two share, over all that either has."""
    count = len(shingles)
    if count < 2:
        return np.zeros(count)
    holders: dict[tuple[str, ...], list[int]] = {}
    for at, some in enumerate(shingles):
        for one in some:
            holders.setdefault(one, []).append(at)
    shared = np.zeros((count, count))
    for rows in holders.values():
        if len(rows) > 1:
            shared[np.ix_(rows, rows)] += 1
    np.fill_diagonal(shared, 0)
    sizes = np.array([len(some) for some in shingles])
    return (shared / np.maximum(sizes[:, None] + sizes - shared, 1)).max(axis=1)


def _runs(words: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    """Yield each run of words; all of them when they are fewer."""
    if words:
        yield from (tuple(words[at : at + length]) for at in range(max(1, len(words) - length + 1)))


def _distinct(runs: Sequence[tuple[str, ...]]) -> float:
    return len(set(runs)) / max(len(runs), 1)
