"""Histograms of text lengths in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

_WITHOUT_SPACES = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_NICE = (1, 2, 5, 10)
MAX_BARS = 24
SCALE_SHARE = 0.99


@dataclass(frozen=True)
class Lengths:
    """A histogram of texts by word count: each bar is `width` words wide; the last one holds all longer texts."""

    texts: int
    median: int
    longest: int
    width: int
    bars: tuple[int, ...]


def words(text: str) -> int:
    """Count the words of a text: whitespace-separated, plus each Chinese or Japanese character."""
    count = len(text.split())
    return count if text.isascii() else count + len(_WITHOUT_SPACES.findall(text))


def lengths(counts: Sequence[int]) -> Lengths:
    """Return the histogram of texts with these word counts."""
    if not counts:
        return Lengths(0, 0, 0, 1, ())
    ranked = sorted(counts)
    longest_shown = ranked[ceil(SCALE_SHARE * len(ranked)) - 1]
    width = _nice_width(max(1, -(-(longest_shown + 1) // MAX_BARS)))
    bars = [0] * (longest_shown // width + 1)
    for count in counts:
        bars[min(count // width, len(bars) - 1)] += 1
    return Lengths(len(ranked), ranked[len(ranked) // 2], ranked[-1], width, tuple(bars))


def _nice_width(width: int) -> int:
    """Round up to 1, 2 or 5 times a power of ten."""
    power = 10 ** (len(str(width)) - 1)
    return next(nice * power for nice in _NICE if nice * power >= width)
