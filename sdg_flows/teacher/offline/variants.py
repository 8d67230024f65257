"""New exercises made from an exemplar: other particulars, other wording, a list with other items, the same task."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import regex

from sdg_flows.teacher.offline.brief import Parts
from sdg_flows.teacher.offline.particulars import choose_replacements, replace_particulars
from sdg_flows.teacher.offline.sections import Role
from sdg_flows.teacher.offline.sentences import is_english, overlap, split_sentences

_ITEM = regex.compile(r"^[ \t]*(?:\d{1,3}[.)]|[-*•])[ \t]+", regex.MULTILINE)
_BELONGS = 0.3
_FEWEST = 2
_SHARE_SHORTENED = 0.6
_ORDER = regex.compile(
    r"(?:Please )?(?P<order>(?:Write|Draft|Reply|Answer|Compose|Turn|Convert|List|Extract|Give|Explain|Describe|Find|"
    r"Translate|Summari[sz]e|Create|Make|Name|Rewrite|Suggest|Help|Tell|Show|Prepare|Sort|Compare|Classify|Calculate|"
    r"Solve|list|write|give|name|tell)\b[^?!]*)\.$"
)
_REQUESTS = ("{}.", "Please {}.", "Could you {}?", "Can you {}?", "I'd like you to {}.", "Would you {}, please?")
_ASKED = ("{}", "Please tell me: {}", "I'd like to know: {}", "A quick question: {}", "{} Please be brief and exact.")
_TOLD = ("{}", "I need some help. {}", "Can you help me with this? {}", "{} Thank you!", "Here is my case. {}")


def make_variant(exemplar: Parts, dice: Random) -> dict[Role, str]:
    """Return the exemplar's context, question and answer, as far as it has them, as those of a new exercise."""
    question, context, answer = (exemplar.get(role, "") for role in ("question", "context", "answer"))
    mapping = choose_replacements(f"{context}\n{question}", answer, dice)
    context, answer = _shuffle_items(context, answer, dice)
    made: dict[Role, str] = {"context": context, "question": rephrase_question(question, dice), "answer": answer}
    return {role: replace_particulars(text, mapping) for role, text in made.items() if role in exemplar}


def rephrase_question(question: str, dice: Random) -> str:
    """Return an English question or request in another form: as a wish, or with a word before or after it."""
    found = split_sentences(question)
    if not found or not is_english(question):
        return question
    if (ordered := _ORDER.match(found[0])) is not None:
        form, order = dice.choice(_REQUESTS), ordered["order"]
        first = order[0].upper() if form.startswith("{}") else order[0].lower()
        return form.format(first + order[1:]) + question[len(found[0]) :]
    if len(found) > 1 or not question.endswith("?"):
        return dice.choice(_TOLD).format(question)
    form = dice.choice(_ASKED)
    return form.format(question if form.startswith("{}") else question[0].lower() + question[1:])


def _shuffle_items(context: str, answer: str, dice: Random) -> tuple[str, str]:
    """Put the items of the context's list in another order and leave out one that the answer can spare.

    The answer follows: it loses the items that were taken from the lost one, and the others follow theirs.
    """
    starts = [match.start() for match in _ITEM.finditer(context)]
    items = [context[start:end].rstrip() for start, end in zip(starts, [*starts[1:], None], strict=False)]
    lines = [(line, _owner(line, items)) for line in answer.split("\n")]
    order = list(range(len(items)))
    kept = {owner for line, owner in lines if _ITEM.match(line)} - {None}
    spare = [at for at in order if kept - {at}]
    if len(items) > _FEWEST and spare and dice.random() < _SHARE_SHORTENED:
        order.remove(dice.choice(spare))
    dice.shuffle(order)
    joined = "\n".join(regex.sub(r"^(\s*)\d+", rf"\g<1>{at}", items[old]) for at, old in enumerate(order, 1))
    return context[: starts[0]] + joined if starts else context, _following(lines, order)


def _owner(line: str, items: Sequence[str]) -> int | None:
    """Return the item of the context that a line of the answer was taken from."""
    best = max(range(len(items)), key=lambda at: overlap(line, items[at]), default=None)
    return best if best is not None and overlap(line, items[best]) >= _BELONGS else None


def _following(lines: Sequence[tuple[str, int | None]], order: Sequence[int]) -> str:
    kept = [(line, order.index(owner) if owner in order else -1) for line, owner in lines if owner in {None, *order}]
    items = iter(sorted((pair for pair in kept if _ITEM.match(pair[0])), key=lambda pair: pair[1]))
    return "\n".join(next(items)[0] if _ITEM.match(line) else line for line, _ in kept).strip()
