"""Questions about causes, effects and conditions."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from sdg_flows.teacher.offline.clauses import clause_of
from sdg_flows.teacher.offline.pair import Pair, Statement, as_question, first_part
from sdg_flows.teacher.offline.words import word_count

_SHORTEST_EFFECT = 4
_BECAUSE = regex.compile(r"^(?P<effect>[^;:]+?),? because (?P<cause>.+)$")
_BECAUSE_FIRST = regex.compile(r"^because (?P<cause>[^,]+), (?P<effect>[^;:]+)", regex.IGNORECASE)
_SO = regex.compile(r"^(?P<cause>[^;:]+), (?:and )?so (?:that )?(?P<effect>[^;:]+)")
_CONDITION = regex.compile(r"^(?P<word>when|if|where|once) (?P<condition>[^,;:]+), (?P<effect>.+)$", regex.IGNORECASE)
_PURPOSE = regex.compile(r"^to (?P<purpose>[a-z][^,;:]+), (?P<means>.+)$", regex.IGNORECASE)
_THEREFORE = regex.compile(r"\b(?:therefore|thus|hence) ")
_WHEN = regex.compile(r"^(?P<effect>[^,;:]+) when (?P<condition>[^,;:]+)")


def reasons(statement: Statement) -> Iterator[Pair]:
    """Yield questions that ask why, what for, or what happens when."""
    said = statement.said
    for pattern in (_BECAUSE, _BECAUSE_FIRST, _SO):
        found = pattern.match(said)
        if found is not None and statement.stands_alone and word_count(found["effect"]) >= _SHORTEST_EFFECT:
            yield Pair(as_question(_why(found["effect"])), statement.answer)
            return
    if (found := _CONDITION.match(said)) is not None:
        yield Pair(as_question(f"What happens {found['word'].lower()} {found['condition']}"), statement.answer)
    elif (found := _PURPOSE.match(said)) is not None:
        yield Pair(as_question(f"What is needed to {found['purpose']}"), statement.answer)
    yield from _therefore(statement)
    yield from _when(statement)


def _why(effect: str) -> str:
    """Ask for the cause of an effect, turned round where its clause is plain."""
    clause = clause_of(effect)
    return f"Why is it that {effect}" if clause is None else clause.asked("Why")


def _therefore(statement: Statement) -> Iterator[Pair]:
    clause = statement.clause
    if clause is None or not statement.sentence.before or not statement.stands_alone:
        return
    if _THEREFORE.search(f"{clause.rest} "):
        yield Pair(as_question(clause.asked("Why", first_part(_THEREFORE.sub("", clause.rest)))), statement.answer)


def _when(statement: Statement) -> Iterator[Pair]:
    found = _WHEN.match(statement.said)
    clause = None if found is None else clause_of(found["effect"])
    if clause is not None and clause.rest and statement.stands_alone:
        yield Pair(as_question(clause.asked("When")), statement.answer)
