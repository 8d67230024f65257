"""Shares of a number, as even as what is there allows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def even_shares(available: Sequence[int] | NDArray[np.int64], wanted: int) -> list[int]:
    """Share out `wanted` as evenly as what is there allows; the first of equals get what is left over."""
    capacity = np.array(available, np.int64)
    shares = np.zeros(len(capacity), np.int64)
    left = min(wanted, int(capacity.sum()))
    while left:
        able = np.flatnonzero(shares < capacity)
        each = left // len(able)
        more = (
            np.minimum(capacity[able] - shares[able], each) if each else (np.arange(len(able)) < left).astype(np.int64)
        )
        shares[able] += more
        left -= int(more.sum())
    return shares.tolist()
