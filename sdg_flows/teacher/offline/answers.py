"""The answer to a prompt: every slot of its form filled in order, or free text when it has no form."""

from __future__ import annotations

import regex

from sdg_flows.teacher.offline.brief import Brief
from sdg_flows.teacher.offline.form import Form, Slot
from sdg_flows.teacher.offline.judging import Judgement, judgement
from sdg_flows.teacher.offline.records import NOTHING, Record, record_of
from sdg_flows.teacher.offline.scales import choice, choices_in, fitting, score
from sdg_flows.teacher.offline.summary import retold
from sdg_flows.teacher.offline.turn import Turn
from sdg_flows.teacher.offline.words import word_count

_TRIES = 4
_LONGEST_LABEL = 3


def answer_to(brief: Brief, turn: Turn) -> str:
    """Give the answer in the form that the brief asks for."""
    if not brief.form.slots:
        return _free_text(brief, turn)
    return "\n".join(_filled(brief.form, texts) for texts in _rows(brief, turn))


def _rows(brief: Brief, turn: Turn) -> list[tuple[str, ...]]:
    """Give the texts of as many records as are asked for, different ones as long as the material has any."""
    judged = judgement(brief.inputs)
    if all(_is_judged(slot, brief) for slot in brief.form.slots):
        return [tuple(_verdict(slot, brief, judged) for slot in brief.form.slots)]
    made: dict[tuple[str, ...], None] = {}
    for place in range(brief.records * _TRIES):
        record = record_of(brief, turn.later(place, brief.records))
        made.setdefault(tuple(_slot_text(slot, brief, judged, record) for slot in brief.form.slots))
        if len(made) == brief.records:
            break
    return list(made)


def _slot_text(slot: Slot, brief: Brief, judged: Judgement, record: Record) -> str:
    if _is_judged(slot, brief):
        return _verdict(slot, brief, judged)
    return record.get(slot.role) or brief.inputs.get(slot.role) or NOTHING


def _is_judged(slot: Slot, brief: Brief) -> bool:
    """Tell a slot that holds a judgement. An `answer` does beside a reason, when there is an answer to be judged."""
    if slot.role in {"reason", "score", "choice", "other"} or choices_in(slot.placeholder):
        return True
    reasoned = any(other.role == "reason" for other in brief.form.slots)
    return slot.role == "answer" and reasoned and "answer" in brief.inputs


def _verdict(slot: Slot, brief: Brief, judged: Judgement) -> str:
    if slot.role == "score":
        return score(slot.placeholder, brief.wording, judged.grade)
    if slot.role in {"choice", "answer"} or choices_in(slot.placeholder):
        return choice(slot.placeholder, brief, judged.grade)
    return judged.reason


def _filled(form: Form, texts: tuple[str, ...]) -> str:
    """Write the texts between their tags; a tag of the form inside a text is taken out."""
    tags = [tag for slot in form.slots for tag in (slot.start_tag, slot.end_tag) if tag.strip()]
    spoken = regex.compile("|".join(map(regex.escape, tags)))
    filled = zip(form.slots, texts, strict=True)
    return "\n".join(f"{slot.start_tag}{spoken.sub('', text).strip()}{slot.end_tag}" for slot, text in filled)


def _labels(brief: Brief) -> list[str]:
    """Give the answers of the exemplars when all are labels of a few words and there is a text to label."""
    answers = [exemplar.get("answer", "") for exemplar in brief.exemplars]
    short = [answer for answer in answers if 0 < word_count(answer) <= _LONGEST_LABEL]
    is_labelling = len(set(short)) > 1 and len(short) == len(answers) and bool(brief.inputs)
    return list(dict.fromkeys(short)) if is_labelling else []


def _free_text(brief: Brief, turn: Turn) -> str:
    """Give a question with its answer if the prompt asks for one, else a text about the document or an answer."""
    labels = _labels(brief)
    if labels:
        return fitting(labels, brief)
    record = record_of(brief, turn)
    asks_for_pair = regex.search(r"\bquestions?\b", brief.wording, regex.IGNORECASE) is not None
    if asks_for_pair and record.get("question"):
        return "\n".join(record[role] for role in ("question", "answer") if record.get(role))
    if "document" in brief.inputs and "question" not in brief.inputs:
        return retold(brief.inputs["document"], brief.wording)
    last = brief.exemplars[-1].get("answer") if brief.exemplars else None
    return record.get("answer") or last or NOTHING
