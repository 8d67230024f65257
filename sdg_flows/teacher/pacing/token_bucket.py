"""A server's token bucket, estimated from its refusals: the burst it holds and the rate at which it fills. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

_HALVINGS = 16
_PASSES = 3
_BLUR = 0.05
"""Requests by which times on the way blur the count."""


def min_burst(accepted: Sequence[float], rate: float) -> float:
    """Return the smallest burst that a full bucket, filling at `rate`, needs to take requests at these times."""
    level = burst = 1.0
    for before, at in pairwise(accepted):
        level = max(0.0, level - (at - before) * rate) + 1
        burst = max(burst, level)
    return burst


def min_rate(accepted: Sequence[float], began: float, ended: float, full: Sequence[float]) -> float:
    """Return the lowest rate at which a bucket, empty when it `began`, had a token for each request it took.

    `accepted` are the times of those requests, `full` those of the requests that it took when it was full at first,
    which tell its burst. What the bucket cannot hold is lost.
    """
    rate = least = len(accepted) / max(ended - began, 1e-3)
    for _ in range(_PASSES):
        burst = min_burst(full, rate)
        low, high = least, max(least, _fastest(accepted))
        for _ in range(0 if _suffices(low, burst, accepted, began) else _HALVINGS):
            rate = (low + high) / 2
            low, high = (low, rate) if _suffices(rate, burst, accepted, began) else (rate, high)
    return rate


def _fastest(times: Sequence[float]) -> float:
    """Return the highest rate at which five requests in a row, or a fiftieth of them, went out."""
    span = max(5, len(times) // 50)
    gaps = [after - before for before, after in zip(times, times[span:], strict=False)]
    return span / max(min(gaps, default=1.0), 1e-3)


def _suffices(rate: float, burst: float, accepted: Sequence[float], began: float) -> bool:
    tokens, before = 0.0, began
    for at in accepted:
        tokens = min(burst, tokens + (at - before) * rate) - 1
        if tokens < -_BLUR:
            return False
        before = at
    return True
