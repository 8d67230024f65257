"""Selects a representative subset of rows by facility location.

Source: facility location: choose the rows that maximise the summed similarity of all rows to the nearest chosen one;
greedily, with lazy evaluation (Nemhauser et al. 1978, Minoux 1978). InstructLab's subset selection uses it, in folds.
"""

from __future__ import annotations

import heapq
from random import Random

import numpy as np

from sdg_flows.core.errors import SettingsError
from sdg_flows.outputs.selection.embedding import Vectors

FOLD = 2000
"""The maximum number of rows compared with one another: their similarity matrix takes 16 MB."""


def choose_rows(vectors: Vectors, size: int, salt: str) -> list[int]:
    """Return the ascending indexes of the `size` most representative rows; `salt` breaks ties.

    `vectors` are unit vectors without negative products, as those of `embed`.
    """
    likeness = vectors @ vectors.T
    ranks = Random(salt).sample(range(len(vectors)), len(vectors))
    nearest = np.zeros(len(vectors), np.float32)
    heap = [(-_gain(row, nearest), rank, index) for index, (row, rank) in enumerate(zip(likeness, ranks, strict=True))]
    heapq.heapify(heap)
    selected: list[int] = []
    while len(selected) < size:
        _, rank, index = heap[0]
        updated = (-_gain(likeness[index], nearest), rank, index)
        heapq.heapreplace(heap, updated)
        if heap[0] == updated:
            heapq.heappop(heap)
            selected.append(index)
            nearest = np.maximum(nearest, likeness[index])
    return sorted(selected)


def parse_size(wanted: str, rows: int) -> int:
    """Return the number of rows for a size such as `30`, or `0.1` for a share of all, rounded to the nearest row.

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
    """Split rows and size into folds of nearly equal length: (rows, size) of each, adding up exactly."""
    count = -(-rows // longest)
    ends = [rows * index // count for index in range(count + 1)]
    shares = [size * end // rows for end in ends]
    return [(ends[index + 1] - ends[index], shares[index + 1] - shares[index]) for index in range(count)]


def _gain(row: Vectors, nearest: Vectors) -> float:
    """Return the gain of choosing a row, summed over all rows; rounded, so that float noise does not break ties."""
    return round(float(np.maximum(row - nearest, 0).sum(dtype=np.float64)), 5)


def _share(wanted: str) -> float:
    share = float(wanted)
    if not 0 < share <= 1 or "." not in wanted:
        raise ValueError(wanted)
    return share
