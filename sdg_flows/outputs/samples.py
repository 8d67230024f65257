"""How many rows of each pipeline are shown."""

from __future__ import annotations

from collections.abc import Sequence


def spread(available: Sequence[int], wanted: int) -> list[int]:
    """Share out `wanted` as evenly as what is available allows; earlier ones get the remainder."""
    shares = [0] * len(available)
    for _ in range(min(wanted, sum(available))):
        open_ones = [at for at, there in enumerate(available) if shares[at] < there]
        shares[min(open_ones, key=lambda at: shares[at])] += 1
    return shares
