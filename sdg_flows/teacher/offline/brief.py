"""What a prompt asks for: what it gives to work on, what it shows as examples, and the form of the answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import regex

from sdg_flows.teacher.offline.form import Form, answer_form
from sdg_flows.teacher.offline.roles import Role, is_of_exemplar, role_of
from sdg_flows.teacher.offline.sections import Section, outside, sections
from sdg_flows.teacher.offline.wordlists import word_list

MOST_RECORDS = 100

_NUMBERS = dict(
    zip(word_list("one two three four five six seven eight nine ten eleven twelve"), range(1, 13), strict=True)
)
_COUNT = regex.compile(
    r"\b(?:write|generate|create|produce|give|compose|make|formulate|ask|provide|develop|draft)\b[^.:\n]{0,60}?"
    rf"\b(?P<count>\d{{1,4}}|{'|'.join(_NUMBERS)})\b(?:\s+(?!or\b)[\w\-]+){{0,3}}?"
    r"\s+(?:questions?|pairs?|items?|contexts?|exercises?|requests?)\b",
    regex.IGNORECASE,
)

_SEVERAL = regex.compile(
    r"\b(?:several|multiple|various|a series of|a set of|as many|many)\b[^.:\n]{0,40}\b(?:questions|pairs|exercises)\b",
    regex.IGNORECASE,
)
_SEVERAL_COUNT = 5

Parts = Mapping[Role, str]


@dataclass(frozen=True)
class Brief:
    """A prompt as understood. `inputs` and each exemplar are texts by role; `wording` is the prompt around them."""

    form: Form
    wording: str
    inputs: Parts = field(default_factory=dict[Role, str])
    exemplars: tuple[Parts, ...] = ()

    @property
    def records(self) -> int:
        """Say how many records the answer is to have: five where the prompt speaks of several."""
        if (count := _COUNT.search(self.wording)) is not None:
            asked = _NUMBERS.get(count["count"].lower()) or int(count["count"])
        else:
            asked = _SEVERAL_COUNT if _SEVERAL.search(self.wording) else 1
        return max(1, min(MOST_RECORDS, max(asked, self.form.repeats)))


@lru_cache(maxsize=256)
def brief_of(prompt: str) -> Brief:
    """Understand a prompt. Text inside its sections is material only."""
    form = answer_form(prompt)
    given = prompt[: form.start]
    found = list(sections(given))
    inputs = _parts(section for section in found if not is_of_exemplar(section.name))
    exemplars = tuple(_exemplars(found))
    wording = outside(given)
    if not found:
        inputs = _longest_block(given)
    return Brief(form, regex.sub(r"\s*\n\s*", "\n", wording).strip(), inputs, exemplars)


def _parts(found: Iterable[Section]) -> dict[Role, str]:
    """Give texts by role; the last one of a role counts."""
    return {role_of(section.name): section.text for section in found if section.text}


def _exemplars(found: list[Section]) -> Iterable[Parts]:
    """Yield whole exemplars, then those whose parts stand one by one; an exemplar has a question or an answer."""
    single: list[Section] = []
    for section in (section for section in found if is_of_exemplar(section.name)):
        inner = _parts(sections(section.text))
        if inner:
            yield inner
        elif role_of(section.name) != "other":
            single.append(section)
    yield from _grouped(single)


def _grouped(single: list[Section]) -> Iterable[Parts]:
    """Yield groups of sections: a new one begins where a role comes again."""
    group: dict[Role, str] = {}
    for section in single:
        role = role_of(section.name)
        if role in group:
            yield group
            group = {}
        group[role] = section.text
    if group:
        yield group


def _longest_block(prompt: str) -> dict[Role, str]:
    """Take the longest paragraph of a prompt without sections for the document, if it is more than a sentence."""
    block = max(regex.split(r"\n[ \t]*\n", prompt), key=len).strip()
    return {"document": block} if len(block) > 200 else {}
