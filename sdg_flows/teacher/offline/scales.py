"""Scores and choices: a grade put on the scale, or among the choices, that a prompt shows."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from sdg_flows.core.identity import digest
from sdg_flows.teacher.offline.brief import Brief, Parts
from sdg_flows.teacher.offline.words import overlap, word_count

_GOOD_ENOUGH = 0.6
_LONGEST_CHOICE = 3
_POSITIVE = frozenset({"yes", "true", "good", "pass", "accept", "correct", "valid", "supported"})
_NUMBER = regex.compile(r"(?<![\d.])\d{1,3}(?![\d.]*\d)")
_RANGE = regex.compile(r"(?P<low>\d{1,3})\s?(?:to|-|\u2013)\s?(?P<high>\d{1,3})")
_SCALE = regex.compile(
    r"\b(?:scores?|ratings?|rate|grades?|scale|points?|number)\b[^.\n]{0,60}?"
    r"(?P<scale>\d{1,3}(?:(?:, or |, | or | to |\s?[-\u2013]\s?)\d{1,3})+)",
    regex.IGNORECASE,
)
_SCORE_LINE = regex.compile(
    r"^[ \t]*(?:[-*•] )?(?:score |rating )?(?P<score>\d{1,2})[ \t]*(?::|-|\u2013|=|means)",
    regex.MULTILINE | regex.IGNORECASE,
)
_CHOICES = regex.compile(
    r"\b(?:one of|either|choose from|labels?|categories)\b[^:\n]{0,40}?[: ]\s*(?P<choices>[^.\n]+)", regex.IGNORECASE
)
_SEPARATOR = regex.compile(r"\s*(?:,\s*or\s+|,|/|\||\bor\b)\s*")


def score(placeholder: str, wording: str, grade: float) -> str:
    """Give the grade as a number of the scale in the placeholder or the wording; `1` when neither shows one."""
    steps = scale_in(placeholder) or _scale_of(wording)
    return str(steps[min(len(steps) - 1, int(grade * len(steps)))]) if steps else "1"


def choice(placeholder: str, brief: Brief, grade: float) -> str:
    """Give one of the choices shown: YES or NO by the grade, others by the words they share with the material."""
    options = choices_in(placeholder) or _choices_of(brief.wording) or ["YES", "NO"]
    positive = [option for option in options if option.lower() in _POSITIVE]
    if len(options) == len(positive) + 1:
        (negative,) = set(options) - set(positive)
        return positive[0] if grade >= _GOOD_ENOUGH else negative
    return fitting(options, brief)


def fitting(options: Sequence[str], brief: Brief) -> str:
    """Give the option whose words, with those of the exemplars that it answers, are most shared by the material.

    Of options that fit alike, the material alone decides.
    """
    material = " ".join(brief.inputs.values())
    nearness = [_nearness(option, material, brief.exemplars) for option in options]
    likely = [option for option, near in zip(options, nearness, strict=True) if near == max(nearness)]
    return likely[int(digest(material)[:8], 16) % len(likely)]


def _nearness(option: str, material: str, exemplars: Sequence[Parts]) -> float:
    shown = " ".join(
        text
        for exemplar in exemplars
        if exemplar.get("answer", exemplar.get("choice", "")).strip().lower() == option.lower()
        for role, text in exemplar.items()
        if role not in {"answer", "choice"}
    )
    return overlap(option, material) + overlap(shown, material)


def choices_in(placeholder: str) -> list[str]:
    """Give the choices that a placeholder names, such as `YES or NO`; none when it describes what to write."""
    named = regex.sub(r"^(?:one of|either)[: ]+", "", placeholder.strip(" .<>()"), flags=regex.IGNORECASE)
    options = [option.strip("\"'` ") for option in _SEPARATOR.split(named)]
    return options if len(options) > 1 and all(0 < word_count(option) <= _LONGEST_CHOICE for option in options) else []


def scale_in(text: str) -> list[int]:
    """Give the numbers of a scale such as `0 or 1`, `1, 2 or 3` or `1 to 5`, lowest first."""
    if (span := _RANGE.search(text)) is not None and int(span["low"]) < int(span["high"]):
        return list(range(int(span["low"]), int(span["high"]) + 1))
    return sorted({int(digits) for digits in _NUMBER.findall(text)})


def _scale_of(wording: str) -> list[int]:
    if (found := _SCALE.search(wording)) is not None:
        return scale_in(found["scale"])
    return sorted({int(match["score"]) for match in _SCORE_LINE.finditer(wording)})


def _choices_of(wording: str) -> list[str]:
    found = (choices_in(match["choices"]) for match in _CHOICES.finditer(wording))
    return next((options for options in found if options), [])
