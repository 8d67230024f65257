"""One record of an answer, made from the richest material that a prompt gives: a document, a context, exemplars."""

from __future__ import annotations

from collections.abc import Mapping

from sdg_flows.teacher.offline.brief import Brief, Parts
from sdg_flows.teacher.offline.options import wants_options, with_options
from sdg_flows.teacher.offline.pair import Pair
from sdg_flows.teacher.offline.questions import Material, material_of
from sdg_flows.teacher.offline.roles import Role
from sdg_flows.teacher.offline.summary import retold
from sdg_flows.teacher.offline.turn import Turn
from sdg_flows.teacher.offline.variants import answer_like, extracted, nearest, question_anew, variant

NOTHING = "There is nothing to say about this."

Record = Mapping[Role, str]


def record_of(brief: Brief, turn: Turn) -> Record:
    """Give texts by role for one record; a role that the material has nothing for is absent."""
    exemplars = [exemplar for exemplar in brief.exemplars if "question" in exemplar or "context" in exemplar]
    if "question" in brief.inputs:
        return {"answer": _answered(brief, exemplars, turn)}
    if "document" in brief.inputs:
        return _from_document(brief, turn)
    if exemplars:
        return _from_exemplar(turn.of(exemplars), brief.inputs.get("context", ""), turn)
    if "context" in brief.inputs:
        pair = _pair(material_of(brief.inputs["context"], ""), turn)
        whole = retold(brief.inputs["context"], brief.wording)
        return {"question": pair.question, "answer": pair.answer, "document": whole}
    return {}


def _answered(brief: Brief, exemplars: list[Parts], turn: Turn) -> str:
    """Answer the question that the prompt gives; an answer that it gives too stays as it is."""
    question, context = brief.inputs["question"], brief.inputs.get("context", "")
    known = [exemplar for exemplar in exemplars if exemplar.get("answer")]
    if "answer" in brief.inputs:
        return brief.inputs["answer"]
    if "document" in brief.inputs:
        return extracted(question, brief.inputs["document"])
    if known:
        return answer_like(nearest(known, question), question, context, turn.dice)
    return extracted(question, context) if context else NOTHING


def _from_document(brief: Brief, turn: Turn) -> Record:
    document, domain = brief.inputs["document"], brief.inputs.get("domain", "")
    material = material_of(document, domain)
    pair = _pair(material, turn)
    whole = retold(document, brief.wording)
    if wants_options(brief.wording):
        pair = with_options(pair, [*material.clear, *material.plain], turn.dice)
    return {"question": pair.question, "answer": pair.answer, "context": pair.answer, "document": whole}


def _from_exemplar(exemplar: Parts, context: str, turn: Turn) -> Record:
    if not context:
        return variant(exemplar, turn.dice)
    question = question_anew(exemplar.get("question", ""), turn.dice)
    return {"question": question, "answer": answer_like(exemplar, question, context, turn.dice), "context": context}


def _pair(material: Material, turn: Turn) -> Pair:
    """Give a pair: first the clear ones, each once, then the plain ones, then all of them in other words."""
    clear, plain = material.clear or material.plain, material.plain if material.clear else ()
    if turn.draw < len(clear):
        return turn.of(clear)
    later = Turn(turn.seed, turn.draw - len(clear))
    if later.draw < len(plain):
        return later.of(plain)
    pair = Turn(turn.seed, later.draw - len(plain)).of([*clear, *plain])
    return Pair(pair.also[0], pair.answer) if pair.also else pair
