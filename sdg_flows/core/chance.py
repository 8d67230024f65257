"""Chance that is the same on every machine: a number depends on the seed and on what it is drawn for, nothing else."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence

_STEPS = 2**52


def chance(seed: int, *of: str | int) -> float:
    """Give a number between 0 and 1, neither of them, for a seed and what it is drawn for, such as a row's id."""
    text = "\x1f".join(map(str, (seed, *of)))
    drawn = hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=8).digest()
    return ((int.from_bytes(drawn, "big") >> 12) + 0.5) / _STEPS


def shuffled(seed: int, ids: Iterable[str]) -> list[int]:
    """Give the places of ids in an order of chance; the order among two ids does not depend on the others."""
    drawn = [chance(seed, one) for one in ids]
    return sorted(range(len(drawn)), key=lambda at: (drawn[at], at))


def places_drawn(seed: int, row_id: str, weights: Sequence[float], count: int) -> list[int]:
    """Draw at most `count` places without replacement, each next one by the weights of those left; 0 is never drawn.

    Source: Efraimidis and Spirakis 2006, weighted sampling by one key a place.
    """
    times = {at: -math.log(chance(seed, row_id, at)) / weight for at, weight in enumerate(weights) if weight > 0}
    return sorted(times, key=lambda at: (times[at], at))[:count]
