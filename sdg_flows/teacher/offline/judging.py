"""Judgements by shared words: how good an answer or a question is, put on the scale or among the choices shown."""

from __future__ import annotations

import regex

from sdg_flows.teacher.offline.brief import Brief, Parts
from sdg_flows.teacher.offline.comparing import better_option
from sdg_flows.teacher.offline.fitting import best_choice
from sdg_flows.teacher.offline.sentences import content_words, overlap

_GOOD_ENOUGH = 0.6
_LONGEST_CHOICE = 3
_POSITIVE = frozenset({"yes", "true", "good", "pass", "accept", "correct", "valid", "supported"})
_SCALE = regex.compile(r"\d{1,3}(?:(?:, or |, | or | to |\s?[-\u2013/|]\s?)\d{1,3})+")
_TOLD_SCALE = regex.compile(rf"\b(?:scores?|rat(?:e|ing)s?|grades?|scale)\b[^.\n]{{0,60}}?(?P<scale>{_SCALE.pattern})")
_SEPARATOR = regex.compile(r"\s*(?:,\s*or\s+|,|/|\||\bor\b)\s*")
_POINTING_START = regex.compile(r"(?:It|They|This|That|These|Those|He|She|And|But)\b")


def grade_answer(inputs: Parts) -> tuple[float, str]:
    """Return a grade from 0 to 1 and the reason in a sentence.

    An answer is judged by its source where there is one, else by its question; without an answer, the question is.
    """
    question, answer = inputs.get("question", ""), inputs.get("answer", "")
    source = inputs.get("document") or inputs.get("context") or ""
    if answer:
        return _supported(answer, source) if source else _relevant(answer, question)
    if _POINTING_START.match(question):
        return 0.0, "The question cannot be understood without something that stands before it."
    return 1.0, "Nothing in the material speaks against it."


def _supported(answer: str, source: str) -> tuple[float, str]:
    words, known = content_words(answer), content_words(source)
    strange = sorted(word for word in words - known if word[0].isdigit())
    if strange:
        return 0.0, f'The answer gives "{strange[0]}", which is not in the source.'
    reason = f"Of the {len(words)} content words of the answer, {len(words & known)} are in the source."
    return overlap(answer, source), reason


def _relevant(answer: str, question: str) -> tuple[float, str]:
    """Judge an answer by its question, of whose words a good answer need not repeat many."""
    shared = len(content_words(answer) & content_words(question))
    return 1.0 if shared else 0.4, f"The answer takes up {shared} content words of the question."


def score(placeholder: str, wording: str, grade: float) -> str:
    """Return the grade as a number of the scale in the placeholder or the wording; `1` when neither shows one."""
    told = _TOLD_SCALE.search(wording.lower())
    steps = _steps(placeholder) or _steps(told["scale"] if told else "")
    return str(steps[min(len(steps) - 1, int(grade * len(steps)))]) if steps else "1"


def _steps(text: str) -> list[int]:
    """Return the numbers of a scale such as `0 or 1`, `1, 2 or 3` or `1 to 5`, lowest first."""
    found = _SCALE.search(text)
    numbers = sorted({int(digits) for digits in regex.findall(r"\d+", found.group())}) if found else []
    is_range = found is not None and len(numbers) == 2 and regex.search(r" to |[-\u2013]", found.group()) is not None
    return list(range(numbers[0], numbers[1] + 1)) if is_range else numbers


def parse_choices(placeholder: str) -> list[str]:
    """Return the choices that a placeholder names, such as `YES or NO`; none when it describes what to write."""
    options = [option.strip("\"'`. ") for option in _SEPARATOR.split(placeholder.strip(" .<>()"))]
    return options if len(options) > 1 and all(0 < len(option.split()) <= _LONGEST_CHOICE for option in options) else []


def choice(placeholder: str, brief: Brief, grade: float) -> str:
    """Return one of the choices of the placeholder, else YES or NO: by the grade where one is the only negative one.

    Choices that name answers of the prompt are decided by comparing these.
    """
    options = parse_choices(placeholder) or ["YES", "NO"]
    positive = [option for option in options if option.lower() in _POSITIVE]
    if len(options) == len(positive) + 1:
        (negative,) = set(options) - set(positive)
        return positive[0] if grade >= _GOOD_ENOUGH else negative
    return better_option(options, brief.inputs, brief.named) or best_choice(options, brief.inputs, brief.wording)
