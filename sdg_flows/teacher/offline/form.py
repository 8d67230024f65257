"""The form in which a prompt wants its answer: the tags to write and what goes between each pair."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from sdg_flows.teacher.offline.roles import Role, is_of_exemplar, role_of
from sdg_flows.teacher.offline.sections import Section, outside, sections

_ANNOUNCED = regex.compile(r"^(?=.*\bform(?:at)?\b).*:[ \t]*$", regex.MULTILINE | regex.IGNORECASE)
_NAMED = regex.compile(r"\[Start of (?P<noun>[^\]\n]{1,60})\]")
_MARKER = regex.compile(r"^\[(?P<noun>Question|Answer|End)\][ \t]*", regex.MULTILINE | regex.IGNORECASE)
_JUDGING: frozenset[Role] = frozenset({"reason", "score", "choice"})
_WRITTEN: frozenset[Role] = frozenset({"question", "answer", "context", *_JUDGING})


@dataclass(frozen=True)
class Slot:
    """One pair of tags of the answer, its role, and the placeholder that stood between the tags."""

    start_tag: str
    end_tag: str
    role: Role
    placeholder: str = ""


@dataclass(frozen=True)
class Form:
    """The slots of one record in order, how often the form repeats them, and where in the prompt it starts."""

    slots: tuple[Slot, ...]
    repeats: int
    start: int


def answer_form(prompt: str) -> Form:
    """Read the form after the last line that announces one, else from the tags of exemplars; it may have no slots."""
    announced = [match.start() for match in _ANNOUNCED.finditer(outside(prompt))]
    for start in reversed(announced):
        slots = [_slot(section) for section in sections(prompt[start:])]
        if slots:
            return _one_record(slots, start)
    shown = _without_inputs(prompt)
    return Form(_bracket_slots(shown) or _marker_slots(shown), 1, len(prompt))


def _without_inputs(prompt: str) -> str:
    """Give the prompt without the sections to be worked on, whose text says nothing about the form."""
    for section in sections(prompt):
        if section.start_tag.startswith("<") and not is_of_exemplar(section.name):
            prompt = prompt.replace(section.text, "")
    return prompt


def _slot(section: Section) -> Slot:
    return Slot(section.start_tag, section.end_tag, role_of(section.name), section.text)


def _one_record(slots: list[Slot], start: int) -> Form:
    tags = [slot.start_tag for slot in slots]
    width = len(set(tags))
    return Form(tuple(slots[:width]), max(1, len(slots) // width), start)


def _bracket_slots(prompt: str) -> tuple[Slot, ...]:
    """Give the tags that follow the last one in the order of the exemplars, or all of them when none follows.

    Tags of a judgement are an answer wherever they stand.
    """
    spelt = [match["noun"] for match in _NAMED.finditer(prompt)]
    nouns = [noun for noun in dict.fromkeys(spelt) if role_of(noun) in _WRITTEN]
    judging = [noun for noun in nouns if role_of(noun) in _JUDGING]
    if judging:
        nouns = _with_yes_or_no(nouns, judging)
    elif nouns and spelt[-1] in nouns:
        nouns = nouns[nouns.index(spelt[-1]) + 1 :] or nouns
    placeholders = {section.name: section.text for section in sections(prompt)}
    return tuple(
        Slot(f"[Start of {noun}]", f"[End of {noun}]", role_of(noun), placeholders.get(noun, "")) for noun in nouns
    )


def _with_yes_or_no(nouns: list[str], judging: list[str]) -> list[str]:
    """Add the `Answer` that holds the verdict of a judge who only explains."""
    if all(role_of(noun) == "reason" for noun in judging):
        return [noun for noun in nouns if noun in judging or noun.lower() == "answer"]
    return judging


def _marker_slots(prompt: str) -> tuple[Slot, ...]:
    """Give the slots of a form of single markers: `[Question] … [Answer] … [End]`."""
    marks = {match["noun"].lower(): match.group().strip() for match in _MARKER.finditer(prompt)}
    if not {"question", "answer"} <= set(marks):
        return ()
    question = Slot(f"{marks['question']}\n", "", "question")
    return (question, Slot(f"{marks['answer']}\n", f"\n{marks['end']}" if "end" in marks else "", "answer"))
