"""Which words of a document are names, so that a sentence can be used inside another without its capital."""

from __future__ import annotations

from functools import lru_cache

import regex

from sdg_flows.teacher.offline.wordlists import word_set

_MID_SENTENCE = regex.compile(r"(?<=[\p{Ll}\p{N},;] )(?P<word>\p{Lu}[\p{L}\p{N}\-]*)")
_LOWER = regex.compile(r"\b\p{Ll}[\p{L}\-]*\b")
_FIRST = regex.compile(r"^[\p{L}\p{N}\-]+")
_NAME_ENDING = regex.compile(r"(?:an|ese|ish|ia|land)$")
_OPENING = word_set(
    "a an the in on at to of for by with from when if where while because although since before after during "
    "under over near as all most many several some few each every any both no two three four five six seven eight "
    "nine ten there this that these those it its they their he she we one such once what which who how why around "
    "and or but please"
)


@lru_cache(maxsize=512)
def proper_names(document: str) -> frozenset[str]:
    """Give the words that stand in the document with a capital inside a sentence and never without."""
    lower = set(_LOWER.findall(document))
    capital = {match["word"] for match in _MID_SENTENCE.finditer(document)}
    return frozenset(word for word in capital if word.lower() not in lower)


def inside(sentence: str, names: frozenset[str]) -> str:
    """Give a sentence as it reads inside another one: its first letter small unless the word is a name."""
    found = _FIRST.match(sentence)
    if found is None or _keeps_capital(found.group(), sentence[found.end() :], names):
        return sentence
    return sentence[:1].lower() + sentence[1:]


def _keeps_capital(word: str, following: str, names: frozenset[str]) -> bool:
    if word.lower() in _OPENING:
        return False
    is_initialism = word[1:] != word[1:].lower() or word == "I"
    is_full_name = regex.match(r" \p{Lu}\p{Ll}+", following) is not None
    is_past_subject = regex.match(r" (?:was|were) ", following) is not None and not word.endswith("s")
    return is_past_subject or word in names or is_initialism or is_full_name or _NAME_ENDING.search(word) is not None
