"""How many rows of each data set go into a mix, and which."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random


def sampled(rows: int, size: int, seed: int, salt: str) -> list[int]:
    """Give `size` places out of `rows`, sorted: every place as often as every other, but for the rest, drawn at random.

    No place comes twice while there are others; the same seed and salt give the same places. No row gives no place.
    """
    if rows == 0:
        return []
    whole, rest = divmod(size, rows)
    drawn = Random(f"{seed}:{salt}").sample(range(rows), rest)
    return sorted([*drawn, *(place for place in range(rows) for _ in range(whole))])


def wanted(size: int | float, rows: int) -> int:
    """Give the rows that a sampling size asks for: a whole number is that many, a fraction that share, rounded down."""
    return size if isinstance(size, int) else int(rows * size)


def shares(weights: Sequence[float], size: int) -> list[int]:
    """Give each weight its share of `size`, exactly in sum: rounded down, then up from the largest remainder."""
    total = sum(weights)
    exact = [size * weight / total for weight in weights]
    given = [int(share) for share in exact]
    by_remainder = sorted(range(len(weights)), key=lambda at: given[at] - exact[at])
    for at in by_remainder[: size - sum(given)]:
        given[at] += 1
    return given
