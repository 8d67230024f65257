"""Lists of words, written as running text."""

from __future__ import annotations


def word_list(text: str) -> tuple[str, ...]:
    """Give the words of a text in order."""
    return tuple(text.split())


def word_set(text: str) -> frozenset[str]:
    """Give the words of a text, each once."""
    return frozenset(text.split())
