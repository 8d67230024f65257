"""The context length of a model."""

from __future__ import annotations

from dataclasses import dataclass

MAX_CHARS_PER_TOKEN = 6
"""No text of more than a few words has more characters in a token; English has about four."""


@dataclass(frozen=True)
class Context:
    """The most tokens that a model takes in one request.

    A server that `counts_max_tokens` refuses a prompt that leaves no room for the longest answer, as vLLM does; others,
    as llama.cpp, refuse one that leaves no room at all, and cut the answer.
    """

    tokens: int
    counts_max_tokens: bool

    def left_for_prompt(self, max_tokens: int | None) -> int:
        """Return the most tokens that a prompt may have beside an answer of `max_tokens`; below 1 when none fits."""
        return self.tokens - (max_tokens or 1 if self.counts_max_tokens else 1)


def min_tokens(characters: int) -> int:
    """Return how many tokens a prompt has at least, whatever the tokenizer."""
    return characters // MAX_CHARS_PER_TOKEN
