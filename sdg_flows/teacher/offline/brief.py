"""What a prompt asks for: what it gives to work on, what it shows as examples, and the form of the answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import regex

from sdg_flows.teacher.offline.particulars import NUMBERS
from sdg_flows.teacher.offline.sections import Role, Section, outside, sections

_MOST_RECORDS = 100
_SERIES = 8
"""Records of a form that is shown to repeat, when no number is given."""
_SHORTEST_DOCUMENT = 200
_NUMBERS = ("one", *NUMBERS)
_COUNT = regex.compile(
    r"\b(?:write|generate|create|produce|give|make|ask|provide|develop|name)\b[^.:\n]{0,60}?"
    rf"\b(?P<count>\d+|{'|'.join(_NUMBERS)})\b"
    r"(?:\s+(?!or\b)[\w\-]+){0,3}?\s+"
    r"(?:question|pair|item|context|exercise|topic|subtopic|request|task|problem|passage)s?\b",
    regex.IGNORECASE,
)
_ANNOUNCED = regex.compile(r"^(?=.*\bform(?:at)?\b).*:[ \t]*$", regex.MULTILINE | regex.IGNORECASE)
JUDGING: frozenset[Role] = frozenset({"reason", "score", "choice"})

Parts = Mapping[Role, str]


@dataclass(frozen=True)
class Brief:
    """A prompt as understood. `inputs` and each exemplar are texts by role; `wording` is the prompt around them.

    `slots` are the tag pairs of one record in order, each with its placeholder as its text, and none for free text;
    `records` says how many records are wanted. `named` has the texts of `inputs` and their like by section name.
    """

    slots: tuple[Section, ...]
    records: int
    wording: str
    inputs: Parts
    exemplars: tuple[Parts, ...] = ()
    named: Mapping[str, str] = field(default_factory=dict[str, str])


@lru_cache(maxsize=256)
def parse_prompt(prompt: str) -> Brief:
    """Understand a prompt. Text inside its sections is material only."""
    start = _form_start(prompt)
    given = prompt[:start]
    found = list(sections(given))
    wording = regex.sub(r"\s*\n\s*", "\n", outside(given)).strip()
    spelt = list(sections(prompt[start:])) or _mentioned(prompt)
    slots = _distinct(spelt)
    material = [section for section in found if not section.is_exemplar]
    named = {section.name: section.text for section in material}
    inputs = _parts(material) if found else _paragraphs(given)
    return Brief(
        slots, _records(wording, repeats=len(spelt) > len(slots)), wording, inputs, tuple(_exemplars(found)), named
    )


def _records(wording: str, *, repeats: bool) -> int:
    """Return how many records are wanted: a number that the wording gives, else one, or a series."""
    counted = _COUNT.search(wording)
    if counted is None:
        return _SERIES if repeats else 1
    told = counted["count"].lower()
    return min(_MOST_RECORDS, max(1, _NUMBERS.index(told) + 1 if told in _NUMBERS else int(told)))


def _form_start(prompt: str) -> int:
    """Return where the last line stands that announces a form and is followed by its tags, else the end."""
    announced = [match.start() for match in _ANNOUNCED.finditer(outside(prompt))]
    return next((start for start in reversed(announced) if any(sections(prompt[start:]))), len(prompt))


def _mentioned(prompt: str) -> Sequence[Section]:
    """Return the slots of a prompt that announces no form: the tag pairs in it that hold nothing to work on.

    Those of a judgement and what comes after them go before all others. Else the pairs count that follow, in the order
    of the exemplars, the last one of the prompt: it holds what is to be answered.
    """
    for section in sections(prompt):
        if section.start_tag.startswith("<") and not section.is_exemplar:
            prompt = prompt.replace(prompt[section.start : section.end], "")
    pairs = [section for section in sections(prompt, anywhere=True) if _is_written(section)]
    slots = _distinct(pairs)
    judging = [at for at, slot in enumerate(slots) if slot.role in JUDGING]
    if judging:
        return slots[judging[0] :]
    after = [slot.start_tag for slot in slots].index(pairs[-1].start_tag) + 1 if pairs else 0
    return slots[after:] or slots


def _distinct(found: Iterable[Section]) -> tuple[Section, ...]:
    """Return the first section of each tag."""
    once: dict[str, Section] = {}
    for section in found:
        once.setdefault(section.start_tag, section)
    return tuple(once.values())


def _is_written(section: Section) -> bool:
    return not section.is_exemplar and section.role in {"question", "answer", "context", *JUDGING}


def _parts(found: Iterable[Section]) -> dict[Role, str]:
    """Return texts by role; the last one of a role counts."""
    return {section.role: section.text for section in found if section.text}


def _exemplars(found: Iterable[Section]) -> Iterator[Parts]:
    """Yield exemplars: each is a section of several parts, or a run of sections with one part each."""
    run: dict[Role, str] = {}
    for section in found:
        if not section.is_exemplar:
            continue
        if inner := _parts(sections(section.text)):
            yield inner
            continue
        if section.role in run:
            yield run
            run = {}
        run[section.role] = section.text
    if run:
        yield run


def _paragraphs(prompt: str) -> dict[Role, str]:
    """Take from a prompt without sections its longest paragraph as a document, or its last one as a question.

    A document is more than a sentence.
    """
    found = regex.split(r"\n[ \t]*\n", prompt.strip())
    longest = max(found, key=len).strip()
    return {"document": longest} if len(longest) >= _SHORTEST_DOCUMENT else {"question": found[-1].strip()}
