"""How long texts are, in words, as a histogram."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

_WITHOUT_SPACES = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_NICE = (1, 2, 5, 10)
MOST_BARS = 24
TOLD_SHARE = 0.99


@dataclass(frozen=True)
class Lengths:
    """Texts counted by their words: `width` numbers of words share a bar; the last one has all longer texts."""

    texts: int
    median: int
    longest: int
    width: int
    bars: tuple[int, ...]


def words(text: str) -> int:
    """Count words: what stands between blanks, and each Chinese or Japanese character."""
    count = len(text.split())
    return count if text.isascii() else count + len(_WITHOUT_SPACES.findall(text))


def lengths(counts: Sequence[int]) -> Lengths:
    """Give the histogram of texts with so many words each."""
    if not counts:
        return Lengths(0, 0, 0, 1, ())
    ranked = sorted(counts)
    told = ranked[ceil(TOLD_SHARE * len(ranked)) - 1]
    width = _nice(max(1, -(-(told + 1) // MOST_BARS)))
    bars = [0] * (told // width + 1)
    for count in counts:
        bars[min(count // width, len(bars) - 1)] += 1
    return Lengths(len(ranked), ranked[len(ranked) // 2], ranked[-1], width, tuple(bars))


def _nice(width: int) -> int:
    """Give 1, 2 or 5 times a power of ten, at least as wide."""
    power = 10 ** (len(str(width)) - 1)
    return next(nice * power for nice in _NICE if nice * power >= width)
