"""Judgements by shared words: how much of an answer its sources bear out, or how well a question is put."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from sdg_flows.teacher.offline.brief import Parts
from sdg_flows.teacher.offline.words import content_words, overlap, word_count

_RELEVANT = 0.15
_SHORTEST_QUESTION = 3
_MOST_NAMED = 4
_ODD_START = regex.compile(r"^(?:It|They|This|That|These|Those|He|She|And|But)\b")


@dataclass(frozen=True)
class Judgement:
    """How good something is, from 0 to 1, and why, in one sentence."""

    grade: float
    reason: str


def judgement(inputs: Parts) -> Judgement:
    """Judge the answer by its sources where there are any, else by its question; without one, judge the question."""
    question, answer = inputs.get("question", ""), inputs.get("answer", "")
    source = inputs.get("document") or inputs.get("context") or ""
    if answer and source:
        return _supported(answer, source)
    if answer:
        return _relevant(question, answer)
    if question:
        return _well_asked(question)
    return Judgement(1.0, "Nothing in the material speaks against it.")


def _supported(answer: str, source: str) -> Judgement:
    words, known = content_words(answer), content_words(source)
    found = words & known
    strange = sorted(word for word in words - known if word[0].isdigit())
    if strange:
        return Judgement(0.0, f"The answer gives {_quoted(strange)}, which is not in the source.")
    grade = len(found) / len(words) if words else 0.0
    return Judgement(grade, f"Of the {len(words)} content words of the answer, {len(found)} are in the source.")


def _relevant(question: str, answer: str) -> Judgement:
    """Judge an answer by its question; a good one need not repeat many of the question's words."""
    shared = sorted(content_words(question) & content_words(answer))
    if not shared:
        return Judgement(0.4, "The answer shares no content word with the question.")
    grade = 1.0 if overlap(question, answer) >= _RELEVANT else 0.6
    return Judgement(grade, f"The answer takes up {_quoted(shared[:_MOST_NAMED])} from the question.")


def _well_asked(question: str) -> Judgement:
    count = word_count(question)
    if count < _SHORTEST_QUESTION or _ODD_START.match(question):
        return Judgement(0.0, "The question cannot be understood without something that stands before it.")
    return Judgement(1.0, f"The question has {count} words and says by itself what it asks for.")


def _quoted(words: Sequence[str]) -> str:
    quoted = [f'"{word}"' for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
