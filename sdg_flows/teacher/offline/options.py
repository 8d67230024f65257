"""Multiple-choice questions: a question with four lettered answers, each on a line of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import regex

from sdg_flows.teacher.offline.pair import Pair

_WANTED = regex.compile(r"\bmultiple[- ]choice\b|\bfour (?:options|choices|possible answers)\b", regex.IGNORECASE)
_LETTERS = "ABCD"


def wants_options(wording: str) -> bool:
    """Tell whether a prompt asks for multiple-choice questions."""
    return _WANTED.search(wording) is not None


def with_options(pair: Pair, others: Sequence[Pair], dice: Random) -> Pair:
    """Give the question with its answer among three other pairs' answers; unchanged when there are fewer.

    Answers to questions that open with the same word come first, since they could be meant.
    """
    opening = pair.question.split(" ")[0]
    wrong = {
        other.answer: other.question.startswith(opening)
        for other in others
        if other.answer not in pair.answer and pair.answer not in other.answer
    }
    if len(wrong) < len(_LETTERS) - 1:
        return pair
    drawn = sorted(dice.sample(list(wrong), len(wrong)), key=lambda answer: not wrong[answer])
    texts = [pair.answer, *drawn[: len(_LETTERS) - 1]]
    dice.shuffle(texts)
    lines = [f"{letter}) {text}" for letter, text in zip(_LETTERS, texts, strict=True)]
    right = lines[texts.index(pair.answer)]
    return replace(pair, question="\n".join([pair.question, *lines]), answer=right, also=())
