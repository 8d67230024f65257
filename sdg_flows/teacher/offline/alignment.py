"""Which particulars of a text another one has in their place, found by laying the two side by side."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache

import regex

from sdg_flows.teacher.offline.particulars import turned_alike

_TOKEN = regex.compile(r"\p{N}[\p{N},.:]*(?<![.,:])|[\p{L}\p{M}]+|[^\s\p{L}\p{N}]")
_LONGEST = 1200


@lru_cache(maxsize=1024)
def aligned(before: str, after: str, names: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Give pairs of a particular in `before` and the one that `after` has in its place; `names` are those of `before`.

    A weekday or month that moved takes its whole cycle with it. Only the first 1200 words are compared.
    """
    mapping: dict[str, str] = {}
    for old, new in _exchanged_tokens(before, after):
        if (old[0].isdigit() and new[0].isdigit()) or (old in names and new[0].isupper()):
            mapping.setdefault(old, new)
        else:
            mapping |= turned_alike(old, new)
    return tuple(mapping.items())


def _exchanged_tokens(before: str, after: str) -> Iterator[tuple[str, str]]:
    old, new = _TOKEN.findall(before)[:_LONGEST], _TOKEN.findall(after)[:_LONGEST]
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "replace" and i2 - i1 == j2 - j1:
            yield from zip(old[i1:i2], new[j1:j2], strict=True)
