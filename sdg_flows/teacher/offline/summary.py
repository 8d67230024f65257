"""Texts made from a whole document: a short summary of its own sentences, its facts as a list, or the text itself."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

import regex

from sdg_flows.teacher.offline.sentences import Sentence, sentences_of
from sdg_flows.teacher.offline.words import content_words, word_count

_SPELLING = regex.compile(r"\b(?:spelling|spellcheck|spell-check|typos?|proofread|misspel\w+)", regex.IGNORECASE)
_FACTS = regex.compile(r"\b(?:atomic|list of|key) facts\b|\bfacts\b.*\blist\b", regex.IGNORECASE)
_SHARE = 4
_MOST_SENTENCES = 12
_SHORTEST = 4


@lru_cache(maxsize=256)
def retold(document: str, wording: str) -> str:
    """Give what the wording of the prompt asks for: the document as it is, its facts, or a summary."""
    if _SPELLING.search(wording):
        return document
    found = [sentence for sentence in sentences_of(document) if word_count(sentence.text) >= _SHORTEST]
    if not found:
        return document
    if _FACTS.search(wording):
        return "\n".join(f"- {sentence.text}" for sentence in found)
    return _summary(found)


def _summary(found: list[Sentence]) -> str:
    """Give the sentences with the most frequent words, a quarter of all and at least three, in their order."""
    counts = Counter(word for sentence in found for word in content_words(sentence.text))
    wanted = max(3, min(_MOST_SENTENCES, len(found) // _SHARE))
    best = sorted(range(len(found)), key=lambda at: (-_weight(found[at], counts), at))[:wanted]
    return " ".join(found[at].text for at in sorted(best))


def _weight(sentence: Sentence, counts: Counter[str]) -> float:
    """Give the mean frequency of a sentence's words; one that opens its section counts more."""
    words = content_words(sentence.text)
    mean = sum(counts[word] for word in words) / len(words) if words else 0.0
    return mean * (2 if sentence.first else 1)
