"""Draws rows for a mix: how many of each data set, and which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random


@dataclass(frozen=True)
class Draw:
    """The rows drawn: every row `copies_each` times, and those at the positions `extra_copies` once more."""

    copies_each: int = 0
    extra_copies: frozenset[int] = frozenset()

    def copies(self, place: int) -> int:
        """Return how often the row at a position was drawn."""
        return self.copies_each + (place in self.extra_copies)


def draw(rows: int, size: int, salt: str) -> Draw:
    """Draw `size` of `rows` rows at random, evenly when rows repeat; equal salts draw equal rows.

    Raises:
        ValueError: rows are asked of an empty data set.
    """
    if rows == 0:
        if size:
            raise ValueError(f"{size} rows are asked of a data set that has none")
        return Draw()
    each, rest = divmod(size, rows)
    return Draw(each, frozenset(Random(salt).sample(range(rows), rest)))


def rows_for_size(size: int | float, rows: int) -> int:
    """Return the number of rows for a sampling size: an integer as it is, a fraction as that share, rounded down.

    The fraction is exact, as written: 0.29 of 100 rows are 29.
    """
    return size if isinstance(size, int) else int(rows * Fraction(str(size)))


def shares(weights: Sequence[float], size: int) -> list[int]:
    """Share out `size` by weight with the largest remainder method; the shares add up to `size`."""
    exact_weights = [Fraction(str(weight)) for weight in weights]
    exact = [size * weight / sum(exact_weights) for weight in exact_weights]
    given = [int(share) for share in exact]
    by_remainder = sorted(range(len(weights)), key=lambda index: given[index] - exact[index])
    for index in by_remainder[: size - sum(given)]:
        given[index] += 1
    return given
