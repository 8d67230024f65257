"""How many rows of each data set go into a mix, and which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random


@dataclass(frozen=True)
class Draw:
    """Which rows were drawn: every row `each` times, and the places in `once_more` one time more."""

    each: int = 0
    once_more: frozenset[int] = frozenset()

    def copies(self, place: int) -> int:
        """Give how often the row at a place was drawn."""
        return self.each + (place in self.once_more)


def draw(rows: int, size: int, salt: str) -> Draw:
    """Draw `size` of `rows` rows at random, none twice before every other came once; equal salts draw equal rows.

    Raises:
        ValueError: rows are asked of none.
    """
    if rows == 0:
        if size:
            raise ValueError(f"{size} rows are asked of a data set that has none")
        return Draw()
    each, rest = divmod(size, rows)
    return Draw(each, frozenset(Random(salt).sample(range(rows), rest)))


def wanted(size: int | float, rows: int) -> int:
    """Give the rows that a sampling size asks for: a whole number is that many, a fraction that share, rounded down.

    The fraction is taken as it is written: 0.29 of 100 rows are 29.
    """
    return size if isinstance(size, int) else int(rows * Fraction(str(size)))


def shares(weights: Sequence[float], size: int) -> list[int]:
    """Give each weight its share of `size`, exactly in sum: rounded down, then up from the largest remainder."""
    exact_weights = [Fraction(str(weight)) for weight in weights]
    exact = [size * weight / sum(exact_weights) for weight in exact_weights]
    given = [int(share) for share in exact]
    by_remainder = sorted(range(len(weights)), key=lambda at: given[at] - exact[at])
    for at in by_remainder[: size - sum(given)]:
        given[at] += 1
    return given
