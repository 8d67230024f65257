"""A document told again in the way that a prompt asks for: copied, in facts, in chosen sentences, or summed up."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import regex

from sdg_flows.teacher.offline.sentences import Sentence, content_words, overlap, sentences_of, summary

_TASKS: Mapping[str, regex.Pattern[str]] = {
    "facts": regex.compile(r"\b(?:list|write|give|extract|state)\b[^.\n]{0,40}\bfacts?\b|\batomic facts?\b"),
    "chosen": regex.compile(r"\b(?:choose|select|pick|extract|quote)\b[^.\n]{0,40}\bsentences?\b|\bextractive\b"),
    "copied": regex.compile(
        r"\b(?:copy|correct|proofread)\b[^.\n]{0,40}\b(?:document|text|passage|spelling)\b|\bspell-?check"
    ),
    "in_full": regex.compile(r"\b(?:detailed|thorough|comprehensive|full) (?:summary|account|abstract)\b"),
}
_PART = 3
"""One sentence of so many is chosen."""
_SPLIT = regex.compile(r"; |, (?:and|but) (?=\p{L}+ (?:is|are|was|were|has|have|can)\b)")
_LEANING = regex.compile(r"(?:It|They|This|That|These|Those|He|She|And|But|However|So)\b")


def rewrite_document(document: str, wording: str) -> str:
    """Return the document as the wording asks for it: by the task that it names first, else summed up."""
    said = wording.lower()
    found = {task: match.end() for task, pattern in _TASKS.items() if (match := pattern.search(said))}
    return _TOLD[min(found, key=lambda task: found[task])](document) if found else summary(document)


def _copied(document: str) -> str:
    return document.strip()


def _in_full(document: str) -> str:
    """Return all sentences, those of a paragraph together."""
    told = ""
    for sentence in sentences_of(document):
        told += (" " if sentence.before else "\n\n") + sentence.text
    return told.strip() or document.strip()


def _chosen(document: str) -> str:
    """Return the third of the sentences that share most words with the whole, in their order, unchanged."""
    found = [sentence.text for sentence in sentences_of(document) if not _LEANING.match(sentence.text)]
    best = sorted(range(len(found)), key=lambda at: -_weight(found[at], found))[: max(1, len(found) // _PART)]
    return " ".join(found[at] for at in sorted(best)) or summary(document)


def _weight(text: str, others: list[str]) -> float:
    return sum(overlap(other, text) for other in others) / (1 + len(content_words(text)) ** 0.5)


def _facts(document: str) -> str:
    """Return a list of sentences, each cut where a second statement begins."""
    lines = [fact for sentence in sentences_of(document) for fact in _cut(sentence)]
    return "\n".join(f"- {line}" for line in lines) or document.strip()


def _cut(sentence: Sentence) -> list[str]:
    if _LEANING.match(sentence.text):
        return []
    parts = [part.strip(" .") for part in _SPLIT.split(sentence.text)]
    return [f"{part[0].upper()}{part[1:]}." for part in parts if part] if len(parts) > 1 else [sentence.text]


_TOLD: Mapping[str, Callable[[str], str]] = {
    "facts": _facts,
    "chosen": _chosen,
    "copied": _copied,
    "in_full": _in_full,
}
