"""Random numbers that are the same on every machine: each depends on the seed and on what it is drawn for alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

_STEPS = 2**52


def uniform_numbers(seed: int, ids: Iterable[str]) -> NDArray[np.float64]:
    """Return for each id, such as a row's, a number between 0 and 1, neither of them."""
    before = f"{seed}\x1f"
    return _numbers([(before + one).encode() for one in ids])


def shuffled_indexes(seed: int, ids: Iterable[str]) -> list[int]:
    """Return the places of ids in an order of chance; the order among two ids does not depend on the others."""
    return np.argsort(uniform_numbers(seed, ids), kind="stable").tolist()


def weighted_sample(
    seed: int, ids: Sequence[str], counts: NDArray[np.int64], weights: NDArray[np.float64], most: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Draw for each id at most so many of its places without replacement, by the weights of those left; 0 never.

    `counts` says how many places each id has, and `weights` has those of the first id, then those of the second, and
    so on. Gives the places in `weights` of what is drawn, id after id and in the order drawn, and how many for each id.

    Source: Efraimidis and Spirakis 2006, weighted sampling by one key a place.
    """
    able = np.flatnonzero(weights > 0)
    waits = -np.log(_uniform_per_choice(seed, ids, counts)[able]) / weights[able]
    of = np.repeat(np.arange(len(ids)), counts)[able]
    order = np.lexsort((waits, of))
    ordered = of[order]
    rank = np.arange(len(order)) - np.searchsorted(ordered, ordered)
    taken = order[rank < most]
    return able[taken], np.bincount(of[taken], minlength=len(ids))


def _uniform_per_choice(seed: int, ids: Sequence[str], counts: NDArray[np.int64]) -> NDArray[np.float64]:
    before = [f"{seed}\x1f{one}\x1f".encode() for one in ids]
    places = [str(place).encode() for place in range(max(counts, default=0))]
    return _numbers([start + place for start, count in zip(before, counts, strict=True) for place in places[:count]])


def _numbers(texts: Iterable[bytes]) -> NDArray[np.float64]:
    blake2b = hashlib.blake2b
    drawn = b"".join([blake2b(text, digest_size=8).digest() for text in texts])
    return ((np.frombuffer(drawn, ">u8") >> 12) + 0.5) / _STEPS
