"""A latency histogram in constant memory."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import floor, log2

BUCKETS_PER_DOUBLING = 4
SHORTEST = 1e-5
"""Seconds; what is shorter counts as this."""


@dataclass
class Latency:
    """Seconds that answers took, counted in buckets each 19 % longer than the one before."""

    counts: Counter[int] = field(default_factory=Counter[int])
    longest: float = 0.0

    def record(self, seconds: float) -> None:
        """Count an answer."""
        self.counts[floor(BUCKETS_PER_DOUBLING * log2(max(seconds, SHORTEST)))] += 1
        self.longest = max(self.longest, seconds)

    def add(self, other: Latency) -> None:
        """Count what was counted elsewhere."""
        self.counts.update(other.counts)
        self.longest = max(self.longest, other.longest)

    @property
    def answers(self) -> int:
        """Return the number of answers counted."""
        return self.counts.total()

    @property
    def buckets(self) -> list[tuple[float, float, int]]:
        """Return the buckets between the shortest and the longest answer: from, to (seconds), and answers."""
        if not self.counts:
            return []
        numbers = range(min(self.counts), max(self.counts) + 1)
        return [(bucket_start(at), bucket_start(at + 1), self.counts[at]) for at in numbers]

    def quantile(self, share: float) -> float:
        """Return the seconds within which that share of the answers came: a bucket's end, at most 19 % too long."""
        wanted = share * self.answers
        seen = 0
        for _, end, count in self.buckets:
            seen += count
            if seen >= wanted:
                return min(end, self.longest)
        return self.longest


def bucket_start(bucket: int) -> float:
    """Return the seconds at which a bucket begins."""
    return 2 ** (bucket / BUCKETS_PER_DOUBLING)
