"""The answer to a prompt: every slot of its form filled in order, or free text when it has no form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import regex

from sdg_flows.teacher.offline.adapting import adapt_answer
from sdg_flows.teacher.offline.brief import JUDGING, Brief, Parts
from sdg_flows.teacher.offline.editing import edit_text
from sdg_flows.teacher.offline.judging import choice, grade_answer, parse_choices, score
from sdg_flows.teacher.offline.options import option_letters, question_with_options
from sdg_flows.teacher.offline.questions import question_and_answer
from sdg_flows.teacher.offline.retelling import rewrite_document
from sdg_flows.teacher.offline.sections import Role, Section
from sdg_flows.teacher.offline.sentences import extract, overlap
from sdg_flows.teacher.offline.topical import echo_answer, from_topic
from sdg_flows.teacher.offline.turn import Turn
from sdg_flows.teacher.offline.variants import make_variant, rephrase_question

_NOTHING = "There is nothing to say about this."
_TRIES = 4

Record = Mapping[Role, str]


def answer_to(brief: Brief, turn: Turn) -> str:
    """Return the answer in the form that the brief asks for."""
    if not brief.slots:
        return _free_text(brief, turn)
    return "\n".join(_filled(brief.slots, texts) for texts in _rows(brief, turn))


def _rows(brief: Brief, turn: Turn) -> list[tuple[str, ...]]:
    """Return the texts of as many records as are asked for, different ones as long as the material has any."""
    judged = grade_answer(brief.inputs)
    places = 1 if all(_is_judged(slot, brief) for slot in brief.slots) else brief.records
    rows: dict[tuple[str, ...], None] = {}
    for place in range(places * _TRIES):
        record = _record(brief, turn.later(place, places))
        rows.setdefault(tuple(_slot_text(slot, brief, judged, record) for slot in brief.slots))
        if len(rows) == places:
            break
    return list(rows)


def _slot_text(slot: Section, brief: Brief, judged: tuple[float, str], record: Record) -> str:
    if (text := edit_text(slot.name, brief.inputs)) is not None:
        return text
    if not _is_judged(slot, brief):
        return record.get(slot.role) or brief.inputs.get(slot.role) or _NOTHING
    grade, reason = judged
    if slot.role == "score":
        return score(slot.text, brief.wording, grade)
    return choice(slot.text, brief, grade) if _is_choice(slot, brief) else reason


def _is_choice(slot: Section, brief: Brief) -> bool:
    """Return whether a slot holds a verdict: it shows choices, or its name says so and no other slot shows any."""
    if parse_choices(slot.text):
        return True
    return slot.role in {"choice", "answer"} and not any(parse_choices(other.text) for other in brief.slots)


def _is_judged(slot: Section, brief: Brief) -> bool:
    """Return whether a slot holds a judgement. An `answer` does beside a reason, if there is an answer to judge."""
    if slot.role in JUDGING or slot.role == "other" or parse_choices(slot.text):
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
    """Return a summary of a document, the answer to a question, or else the last exemplar's answer."""
    if "document" in brief.inputs and "question" not in brief.inputs:
        return _record(brief, turn)["document"]
    last = brief.exemplars[-1].get("answer") if brief.exemplars else None
    return _record(brief, turn).get("answer") or last or _NOTHING


def _record(brief: Brief, turn: Turn) -> Record:
    """Return texts by role, from the richest material of the prompt; a role that it has nothing for is absent."""
    inputs = brief.inputs
    exemplars = [exemplar for exemplar in brief.exemplars if "question" in exemplar or "context" in exemplar]
    text = inputs.get("document") or inputs.get("context") or ""
    if "question" in inputs:
        return {"answer": _answered(inputs, exemplars, text)}
    if "context" in inputs and exemplars:
        question = rephrase_question(turn.of(exemplars).get("question", ""), turn.rng)
        return {"question": question, "answer": extract(question, inputs["context"])}
    if text:
        letters = next(filter(None, (option_letters(slot.text) for slot in brief.slots)), ())
        question, answer = question_with_options(text, letters, turn) if letters else question_and_answer(text, turn)
        return {
            "question": question,
            "answer": answer,
            "context": answer,
            "document": rewrite_document(text, brief.wording),
        }
    if exemplars:
        return make_variant(turn.of(exemplars), turn.rng)
    return from_topic(inputs["topic"], turn) if "topic" in inputs else {}


def _answered(inputs: Parts, exemplars: Sequence[Parts], text: str) -> str:
    """Answer the question that the prompt gives; an answer that it gives too stays as it is."""
    question = inputs["question"]
    if "answer" in inputs:
        return inputs["answer"]
    none: Parts = {}
    nearest = max(exemplars, key=lambda exemplar: overlap(exemplar.get("question", ""), question), default=none)
    if (answer := adapt_answer(nearest, question, text)) is not None:
        return answer
    return extract(question, text) if text else nearest.get("answer") or echo_answer(question) or _NOTHING
