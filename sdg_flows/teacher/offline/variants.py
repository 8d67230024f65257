"""New exercises made from an exemplar: other particulars, other wording, the same task."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from sdg_flows.teacher.offline.alignment import aligned
from sdg_flows.teacher.offline.brief import Parts
from sdg_flows.teacher.offline.contexts import answer_after, blocks_of, new_order, order_of, same_blocks
from sdg_flows.teacher.offline.particulars import exchange, exchanged, names_exchanged, names_in
from sdg_flows.teacher.offline.roles import Role
from sdg_flows.teacher.offline.sentences import sentences_of
from sdg_flows.teacher.offline.wordings import asked_anew, reworded
from sdg_flows.teacher.offline.words import is_english, overlap

_RELATED = 0.5
_MOST_SENTENCES = 3


def variant(exemplar: Parts, dice: Random) -> dict[Role, str]:
    """Give the exemplar's context, question and answer, as far as it has them, as those of a new exercise."""
    question, context, answer = (exemplar.get(role, "") for role in ("question", "context", "answer"))
    mapping = exchange([context, question], answer, dice)
    blocks = blocks_of(context)
    order = new_order(blocks, answer, dice)
    made: dict[Role, str] = {
        "context": exchanged(blocks.joined(order) if blocks.blocks else context, mapping),
        "question": exchanged(question_anew(question, dice), mapping),
        "answer": exchanged(answer_after(answer, blocks, order) if blocks.blocks else _reworded(answer, dice), mapping),
    }
    return {role: text for role, text in made.items() if role in exemplar}


def question_anew(question: str, dice: Random) -> str:
    """Give a question in other words, where it is English."""
    return asked_anew(reworded(question, dice), dice) if is_english(question) else question


def answer_like(exemplar: Parts, question: str, context: str, dice: Random) -> str:
    """Give the exemplar's answer, fitted to a question and context that are like the exemplar's own.

    For a context of another kind, give the sentences of it that share most words with the question.
    """
    answer, seed_context = exemplar.get("answer", ""), exemplar.get("context", "")
    if context and overlap(seed_context, context) < _RELATED:
        return extracted(question, context, listed=answer.lstrip().startswith(("-", "*", "•")))
    names = frozenset(name for kind in names_in("\n".join(exemplar.values())) for name in kind)
    asked = dict(aligned(exemplar.get("question", ""), question, names))
    if context:
        return _in_context(answer, (seed_context, context), asked, names)
    answer = _reworded(answer, dice)
    return exchanged(answer, names_exchanged(answer, dice) | asked)


def _in_context(answer: str, contexts: tuple[str, str], asked: dict[str, str], names: frozenset[str]) -> str:
    """Give the answer to the first context as it would be to the second: its blocks, its particulars."""
    before, after = map(blocks_of, contexts)
    matched = same_blocks(before, after)
    beside = [(before.head, after.head), *((before.blocks[old], after.blocks[new]) for old, new in matched.items())]
    mapping = dict(pair for old, new in reversed(beside) for pair in aligned(old, new, names))
    return exchanged(answer_after(answer, before, order_of(matched)) or answer, mapping | asked)


def extracted(question: str, text: str, *, listed: bool = False) -> str:
    """Give the sentences of a text that share most words with the question, in their order."""
    found = [sentence.text for sentence in sentences_of(text)] or [text.strip()]
    best = sorted(range(len(found)), key=lambda at: -overlap(question, found[at]))[:_MOST_SENTENCES]
    chosen = [found[at] for at in sorted(best)]
    return "\n".join(f"- {sentence}" for sentence in chosen) if listed else " ".join(chosen[:2])


def nearest(exemplars: Sequence[Parts], question: str) -> Parts:
    """Give the exemplar whose question shares most words with this one."""
    return max(exemplars, key=lambda exemplar: overlap(exemplar.get("question", ""), question))


def _reworded(answer: str, dice: Random) -> str:
    return reworded(answer, dice) if is_english(answer) else answer
