"""Margins of error of figures that are estimated from a sample of rows. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, hypot, inf, log, sqrt
from statistics import NormalDist, fmean, stdev

CONFIDENCE = 0.95
_Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)


@dataclass(frozen=True)
class Margin:
    """The factors by which a figure may be too large or too small, as logarithms. Independent ones add as squares."""

    down: float = 0.0
    up: float = 0.0

    def __add__(self, other: Margin) -> Margin:
        return Margin(hypot(self.down, other.down), hypot(self.up, other.up))

    def or_wider(self, other: Margin) -> Margin:
        """Return the wider of two margins, in each direction."""
        return Margin(max(self.down, other.down), max(self.up, other.up))

    def of_rest(self, seen: int, whole: int) -> Margin:
        """Return the margin that is left after `seen` of `whole` were observed; none when all were."""
        share = sqrt(max(0.0, 1 - seen / whole)) if whole else 0.0
        return Margin(self.down * share, self.up * share) if share else Margin()

    def least(self, figure: float) -> float:
        """Return the lower bound of a figure."""
        return figure * exp(-self.down)

    def most(self, figure: float) -> float:
        """Return the upper bound of a figure."""
        return figure * exp(self.up)


def margin_of_share(some: int, of: int) -> Margin:
    """Return the margin of the share `some` of `of`; none when it is zero.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference (1927).
    """
    if not some:
        return Margin()
    share = some / of
    middle = (share + _Z**2 / (2 * of)) / (1 + _Z**2 / of)
    half = _Z / (1 + _Z**2 / of) * sqrt(share * (1 - share) / of + _Z**2 / (4 * of**2))
    return Margin(log(share / max(middle - half, 1e-9)), log(min(middle + half, 1.0) / share))


def margin_of_mean(numbers: Sequence[float]) -> Margin:
    """Return the margin of the mean of non-negative numbers; none for fewer than two."""
    if len(numbers) < 2 or not any(numbers):
        return Margin()
    off = _student(len(numbers) - 1) * stdev(numbers) / sqrt(len(numbers)) / fmean(numbers)
    return Margin(inf if off >= 1 else -log(1 - off), log(1 + off))


def margin_of_counts(counts: Sequence[int]) -> Margin:
    """Return the margin of the number of rows made of one row: of a share if none has more than one, else of a mean."""
    return margin_of_share(sum(counts), len(counts)) if max(counts, default=0) <= 1 else margin_of_mean(counts)


def _student(freedom: int) -> float:
    """Return the quantile of Student's t by its expansion, within a twentieth from two degrees of freedom up.

    Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5.
    """
    powers = (
        (_Z**3 + _Z) / 4,
        (5 * _Z**5 + 16 * _Z**3 + 3 * _Z) / 96,
        (3 * _Z**7 + 19 * _Z**5 + 17 * _Z**3 - 15 * _Z) / 384,
    )
    return _Z + sum(term / freedom ** (at + 1) for at, term in enumerate(powers))
