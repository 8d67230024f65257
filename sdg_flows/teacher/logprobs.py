"""The log-probabilities in a choice of a reply, as chat or completions write them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

MAX_LOGPROB = sys.float_info.max
"""A log-probability beyond it, which a server may write, is left out."""


def parse_logprobs(choice: Mapping[str, Any]) -> tuple[Mapping[str, float], ...] | None:
    """Return the likeliest tokens with their log-probabilities, a mapping for each token; None when there are none.

    A token without alternatives is its own mapping. What is no finite number is left out.
    """
    told = choice.get("logprobs")
    if not isinstance(told, Mapping):
        return None
    found = tuple(_from_chat(told["content"]) if isinstance(told.get("content"), list) else _from_completion(told))
    return found or None


def without_surrogates(text: str) -> str:
    """Replace lone surrogates, which neither UTF-8 nor Arrow can hold, by U+FFFD."""
    return text.encode("utf-16", errors="surrogatepass").decode("utf-16", errors="replace").replace("\x00", "")


def _from_chat(content: Sequence[Any]) -> Iterator[dict[str, float]]:
    for one in content:
        if isinstance(one, Mapping):
            top = one.get("top_logprobs")
            yield _pairs(top if isinstance(top, list) and top else [one])


def _from_completion(told: Mapping[str, Any]) -> Iterator[dict[str, float]]:
    tops, tokens, own = (told.get(name) or [] for name in ("top_logprobs", "tokens", "token_logprobs"))
    if isinstance(tops, list) and tops:
        yield from (_finite(top.items() if isinstance(top, Mapping) else ()) for top in tops)
    elif isinstance(tokens, list) and isinstance(own, list):
        yield from (_finite([pair]) for pair in zip(tokens, own, strict=False))


def _pairs(entries: Sequence[Any]) -> dict[str, float]:
    return _finite((one.get("token"), one.get("logprob")) for one in entries if isinstance(one, Mapping))


def _finite(pairs: Iterable[tuple[Any, Any]]) -> dict[str, float]:
    return {
        without_surrogates(token): float(value)
        for token, value in pairs
        if isinstance(token, str) and isinstance(value, int | float) and abs(value) < MAX_LOGPROB
    }
