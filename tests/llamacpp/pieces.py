"""Byte-pair encoding in GPT-2's letters: which pairs become one token."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

_PLAIN = [*range(33, 127), *range(161, 173), *range(174, 256)]
_OTHERS = [byte for byte in range(256) if byte not in _PLAIN]
_LETTER = {byte: chr(byte) for byte in _PLAIN} | {byte: chr(256 + at) for at, byte in enumerate(_OTHERS)}
LETTERS = [_LETTER[byte] for byte in range(256)]
"""The letter by which GPT-2's vocabulary writes each byte."""

Word = tuple[str, ...]


def spelt(text: str) -> str:
    """Write a text in these letters."""
    return "".join(LETTERS[byte] for byte in text.encode())


def merges_of(text: str, count: int) -> list[tuple[str, str]]:
    """Return the pairs that are the most frequent ones of a text, one after the other.

    Source: P. Gage, A new algorithm for data compression (1994).
    """
    words = Counter[Word](tuple(spelt(word)) for word in re.findall(r" ?[^\W\d_]+| ?[^\s\w]+", text))
    found: list[tuple[str, str]] = []
    for _ in range(count):
        pairs = Counter[tuple[str, str]]()
        for word, times in words.items():
            for pair in pairwise(word):
                pairs[pair] += times
        found.append(max(pairs, key=lambda pair: (pairs[pair], pair)))
        words = Counter({_merged(word, found[-1]): times for word, times in words.items()})
    return found


def _merged(word: Sequence[str], pair: tuple[str, str]) -> Word:
    made: list[str] = []
    for letter in word:
        if made and (made[-1], letter) == pair:
            made[-1] += letter
        else:
            made.append(letter)
    return tuple(made)
