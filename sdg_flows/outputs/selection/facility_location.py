"""Which rows stand best for all of them: a subset by facility location.

Source: facility location: choose the rows that maximise, summed over all rows, the likeness to the nearest chosen one;
greedily, with lazy evaluation (Nemhauser et al. 1978, Minoux 1978). InstructLab's subset selection uses it, in folds.
"""

from __future__ import annotations

import heapq
from random import Random

import numpy as np

from sdg_flows.core.errors import SettingsError
from sdg_flows.outputs.selection.embedding import Vectors

FOLD = 2000
"""The most rows that are compared with one another: their likeness is a matrix of 16 MB."""


def chosen(vectors: Vectors, size: int, salt: str) -> list[int]:
    """Give the places of `size` rows that stand best for all, ascending; `salt` decides among equally good ones.

    `vectors` have length 1 and no negative product, as those of `embedded`.
    """
    likeness = vectors @ vectors.T
    ranks = Random(salt).sample(range(len(vectors)), len(vectors))
    nearest = np.zeros(len(vectors), np.float32)
    waiting = [(-_gain(row, nearest), rank, at) for at, (row, rank) in enumerate(zip(likeness, ranks, strict=True))]
    heapq.heapify(waiting)
    places: list[int] = []
    while len(places) < size:
        _, rank, at = waiting[0]
        now = (-_gain(likeness[at], nearest), rank, at)
        heapq.heapreplace(waiting, now)
        if waiting[0] == now:
            heapq.heappop(waiting)
            places.append(at)
            nearest = np.maximum(nearest, likeness[at])
    return sorted(places)


def exact_size(wanted: str, rows: int) -> int:
    """Give the number of rows that `30` or `0.1`, a share of all, asks for; a share is rounded to the nearest row.

    Raises:
        SettingsError: it is neither, or comes to no row, or to more than there are.
    """
    try:
        size = int(wanted) if wanted.isdecimal() else round(_share(wanted) * rows)
    except ValueError as error:
        raise SettingsError(
            f"size {wanted!r}: expected a number of rows such as 30, or a share such as 0.1."
        ) from error
    if not 0 < size <= rows:
        raise SettingsError(f"size {wanted}: comes to {size} of {rows} rows; ask for at least one and at most all.")
    return size


def folds(rows: int, size: int, longest: int = FOLD) -> list[tuple[int, int]]:
    """Cut rows into folds of nearly equal length, and the size with them: (rows, size) of each, exact in sum."""
    count = -(-rows // longest)
    ends = [rows * at // count for at in range(count + 1)]
    shares = [size * end // rows for end in ends]
    return [(ends[at + 1] - ends[at], shares[at + 1] - shares[at]) for at in range(count)]


def _gain(row: Vectors, nearest: Vectors) -> float:
    """Give what a row adds, summed over all; rounded, so that what is equal but for the arithmetic is equal."""
    return round(float(np.maximum(row - nearest, 0).sum(dtype=np.float64)), 5)


def _share(wanted: str) -> float:
    share = float(wanted)
    if not 0 < share <= 1 or "." not in wanted:
        raise ValueError(wanted)
    return share
