"""The words of a text that carry its meaning, and whether a text is English."""

from __future__ import annotations

from functools import lru_cache

import regex

from sdg_flows.teacher.offline.wordlists import word_set

_WORD = regex.compile(r"[\p{L}\p{N}]+(?:[.,'\u2019\-][\p{L}\p{N}]+)*")

_FUNCTION_WORDS = word_set(
    "a about after all also an and any are as at be because been before being between both but by can could did "
    "do does each few for from had has have he her here him his how i if in into is it its just many may me might "
    "more most much must my no nor not of off on once one only or other our out over own per she should since so "
    "some such than that the their them then there therefore these they this those through to too under until up "
    "us very was we were what when where whether which while who whom whose why will with would yet you your "
    "please"
)
_TELLING = word_set(
    "the of and is are to in that with for was i you please what which a on by from at it be this has have there can "
    "not or its must when how"
)
_ENGLISH_SHARE = 0.12


@lru_cache(maxsize=4096)
def content_words(text: str) -> frozenset[str]:
    """Give the words that carry meaning, in lower case, a plural like its singular."""
    found = (match.group().lower() for match in _WORD.finditer(text))
    return frozenset(_stem(word) for word in found if word not in _FUNCTION_WORDS)


def overlap(part: str, whole: str) -> float:
    """Give the share of the content words of `part` that stand in `whole`; 0 when it has none."""
    words = content_words(part)
    return len(words & content_words(whole)) / len(words) if words else 0.0


@lru_cache(maxsize=1024)
def is_english(text: str) -> bool:
    """Tell English from other languages by its function words."""
    found = [match.group().lower() for match in _WORD.finditer(text[:4000])]
    return bool(found) and sum(word in _TELLING for word in found) / len(found) >= _ENGLISH_SHARE


def word_count(text: str) -> int:
    """Give the number of words."""
    return len(_WORD.findall(text))


def capitalised(text: str) -> str:
    """Give the text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def _stem(word: str) -> str:
    for ending in ("'s", "\u2019s"):
        word = word.removesuffix(ending)
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
