"""An exemplar's answer made to fit a new case that has the exemplar's shape: its names, numbers and items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

import regex

from sdg_flows.teacher.offline.brief import Parts
from sdg_flows.teacher.offline.particulars import NUMBERS, replace_particulars
from sdg_flows.teacher.offline.sentences import content_words, overlap, split_sentences

_ALIKE = 0.5
"""The share of words that two lines have in common when one was made from the other."""
_WORD = regex.compile(r"\p{L}+|\d+(?:,\d{3})*")
_ITEM = regex.compile(r"^[ \t]*(?:\d{1,3}[.)]|[-*•])[ \t]")


def adapt_answer(exemplar: Parts, question: str, context: str) -> str | None:
    """Return the exemplar's answer with the new case's particulars, without the items that the new case lacks.

    None when most lines of the exemplar have none like them in the new case.
    """
    if "answer" not in exemplar or ("context" in exemplar) != bool(context):
        return None
    old, new = _lines(exemplar.get("context", ""), exemplar.get("question", "")), _lines(context, question)
    pairs = {line: _nearest(line, new) for line in old}
    matched = {line: found for line, found in pairs.items() if found is not None}
    if not old or len(matched) < _ALIKE * len(old):
        return None
    mapping = {before: after for line, found in matched.items() for before, after in _exchanges(line, found)}
    kept = [line for line in exemplar["answer"].split("\n") if not _is_lost(line, pairs)]
    return replace_particulars("\n".join(kept), mapping)


def _lines(*texts: str) -> list[str]:
    """Return the sentences that have words of their own, those of a list without their marks."""
    lines = [_ITEM.sub("", line) for text in texts for line in text.splitlines()]
    return [sentence for line in lines for sentence in split_sentences(line) if content_words(sentence)]


def _nearest(line: str, others: Sequence[str]) -> str | None:
    best = max(others, key=lambda other: overlap(line, other), default="")
    return best if overlap(line, best) >= _ALIKE else None


def _exchanges(before: str, after: str) -> list[tuple[str, str]]:
    """Return the names and numbers that stand in the same places of two lines."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    found: list[tuple[str, str]] = []
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "replace" and end - start == new_end - new_start:
            found += zip(old[start:end], new[new_start:new_end], strict=True)
    return [(one, other) for one, other in found if _kind(one) is not None and _kind(one) == _kind(other)]


def _kind(word: str) -> str | None:
    if word[0].isdigit() or word.lower() in NUMBERS:
        return "number"
    return "name" if word.istitle() else None


def _is_lost(line: str, pairs: Mapping[str, str | None]) -> bool:
    """Return whether an item of the answer was taken from a line which the new case does not have."""
    source = _nearest(line, list(pairs)) if _ITEM.match(line) else None
    return source is not None and pairs[source] is None
