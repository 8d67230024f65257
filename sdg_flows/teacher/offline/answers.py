"""The answer to a prompt: every slot of its form filled in order, or free text when it has no form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import regex

from sdg_flows.teacher.offline.adapting import adapted
from sdg_flows.teacher.offline.brief import JUDGING, Brief, Parts
from sdg_flows.teacher.offline.editing import edited
from sdg_flows.teacher.offline.judging import choice, choices_in, judgement, score
from sdg_flows.teacher.offline.options import letters_in, question_with_options
from sdg_flows.teacher.offline.questions import pair_of
from sdg_flows.teacher.offline.retelling import retold
from sdg_flows.teacher.offline.sections import Role, Section
from sdg_flows.teacher.offline.sentences import extract, overlap
from sdg_flows.teacher.offline.topical import from_topic, taking_up
from sdg_flows.teacher.offline.turn import Turn
from sdg_flows.teacher.offline.variants import question_anew, variant

_NOTHING = "There is nothing to say about this."
_TRIES = 4

Record = Mapping[Role, str]


def answer_to(brief: Brief, turn: Turn) -> str:
    """Give the answer in the form that the brief asks for."""
    if not brief.slots:
        return _free_text(brief, turn)
    return "\n".join(_filled(brief.slots, texts) for texts in _rows(brief, turn))


def _rows(brief: Brief, turn: Turn) -> list[tuple[str, ...]]:
    """Give the texts of as many records as are asked for, different ones as long as the material has any."""
    judged = judgement(brief.inputs)
    places = 1 if all(_is_judged(slot, brief) for slot in brief.slots) else brief.records
    rows: dict[tuple[str, ...], None] = {}
    for place in range(places * _TRIES):
        record = _record(brief, turn.later(place, places))
        rows.setdefault(tuple(_slot_text(slot, brief, judged, record) for slot in brief.slots))
        if len(rows) == places:
            break
    return list(rows)


def _slot_text(slot: Section, brief: Brief, judged: tuple[float, str], record: Record) -> str:
    if (text := edited(slot.name, brief.inputs)) is not None:
        return text
    if not _is_judged(slot, brief):
        return record.get(slot.role) or brief.inputs.get(slot.role) or _NOTHING
    grade, reason = judged
    if slot.role == "score":
        return score(slot.text, brief.wording, grade)
    return choice(slot.text, brief, grade) if _is_choice(slot, brief) else reason


def _is_choice(slot: Section, brief: Brief) -> bool:
    """Tell a slot that holds a verdict: it shows choices, or its name says so and no other slot shows any."""
    if choices_in(slot.text):
        return True
    return slot.role in {"choice", "answer"} and not any(choices_in(other.text) for other in brief.slots)


def _is_judged(slot: Section, brief: Brief) -> bool:
    """Tell a slot that holds a judgement. An `answer` does beside a reason, when there is an answer to be judged."""
    if slot.role in JUDGING or slot.role == "other" or choices_in(slot.text):
        return True
    is_reasoned = any(other.role == "reason" for other in brief.slots)
    return slot.role == "answer" and is_reasoned and "answer" in brief.inputs


def _filled(slots: Sequence[Section], texts: Sequence[str]) -> str:
    """Write the texts between their tags; a tag of the form inside a text is taken out."""
    tags = [tag for slot in slots for tag in (slot.start_tag, slot.end_tag) if tag.strip()]
    spoken = regex.compile("|".join(map(regex.escape, tags)))
    filled = zip(slots, texts, strict=True)
    return "\n".join(f"{slot.start_tag}{spoken.sub('', text).strip()}{slot.end_tag}" for slot, text in filled)


def _free_text(brief: Brief, turn: Turn) -> str:
    """Give a summary of a document, the answer to a question, or else the last exemplar's answer."""
    if "document" in brief.inputs and "question" not in brief.inputs:
        return _record(brief, turn)["document"]
    last = brief.exemplars[-1].get("answer") if brief.exemplars else None
    return _record(brief, turn).get("answer") or last or _NOTHING


def _record(brief: Brief, turn: Turn) -> Record:
    """Give texts by role, from the richest material of the prompt; a role that it has nothing for is absent."""
    inputs = brief.inputs
    exemplars = [exemplar for exemplar in brief.exemplars if "question" in exemplar or "context" in exemplar]
    text = inputs.get("document") or inputs.get("context") or ""
    if "question" in inputs:
        return {"answer": _answered(inputs, exemplars, text)}
    if "context" in inputs and exemplars:
        question = question_anew(turn.of(exemplars).get("question", ""), turn.dice)
        return {"question": question, "answer": extract(question, inputs["context"])}
    if text:
        letters = next(filter(None, (letters_in(slot.text) for slot in brief.slots)), ())
        question, answer = question_with_options(text, letters, turn) if letters else pair_of(text, turn)
        return {"question": question, "answer": answer, "context": answer, "document": retold(text, brief.wording)}
    if exemplars:
        return variant(turn.of(exemplars), turn.dice)
    return from_topic(inputs["topic"], turn) if "topic" in inputs else {}


def _answered(inputs: Parts, exemplars: Sequence[Parts], text: str) -> str:
    """Answer the question that the prompt gives; an answer that it gives too stays as it is."""
    question = inputs["question"]
    if "answer" in inputs:
        return inputs["answer"]
    none: Parts = {}
    nearest = max(exemplars, key=lambda exemplar: overlap(exemplar.get("question", ""), question), default=none)
    if (answer := adapted(nearest, question, text)) is not None:
        return answer
    return extract(question, text) if text else nearest.get("answer") or taking_up(question) or _NOTHING
