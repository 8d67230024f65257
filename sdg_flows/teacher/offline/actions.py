"""Questions about what something does, how it is done, where, and what it depends on."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from sdg_flows.teacher.offline.pair import Pair, Statement, as_question, first_part
from sdg_flows.teacher.offline.wordlists import word_set

_TRANSITIVE = word_set(
    "absorb affect allow bend bring cause combine connect consume contain control convert create damp define "
    "describe destroy determine divide drive emit establish estimate exceed explain express follow form gather "
    "generate hold improve include increase indicate influence introduce invent involve limit maintain measure "
    "need offer order permit predict prevent process produce promote protect provide publish raise receive record "
    "reduce reflect regulate release remove replace require resist reveal separate show slow solve store "
    "strengthen support surround teach transfer transform transmit transport trigger use weigh yield discover "
    "brake cool"
)
_PARTICLES = {
    "depend": "on", "consist": "of", "result": "in", "lead": "to", "feed": "on", "rely": "on", "contribute": "to",
    "respond": "to", "refer": "to", "arise": "from",
}  # fmt: skip
_MANNER = word_set("work vary move spread travel grow differ reproduce develop evolve flow")
_PLACED = word_set("live occur grow stand lie originate appear happen begin")
_PLACE = regex.compile(
    r"^(?:(?:high|low|deep|mainly|mostly|usually) )?(?:in|on|at the|along|near|under|beneath|between) "
)
_MANNER_PHRASE = regex.compile(r"^(?:with|by|through|as|like|using|against) ")
_NOT_AN_OBJECT = regex.compile(
    r"^(?:in|on|at|by|to|from|for|with|of|as|that|when|where|more|less|most|very|only|not|up|down|out|off|away|through|"
    r"into|over|under|about|one another|each other|\d+|\p{L}+ly)\b"
)
_PASSIVE = regex.compile(
    r"^(?:(?:first|often|usually|normally|mostly) )?(?P<done>\p{L}+(?:ed|wn|en|pt|lt|ught|ade)) "
    r"(?:by|from|with|through|using|in terms of)"
)
_USED = regex.compile(r"^(?:(?:often|mainly|mostly) )?used (?:to|for) ")


def actions(statement: Statement) -> Iterator[Pair]:
    """Yield questions that ask for the object, the manner or the place of what is said."""
    clause = statement.clause
    if clause is None or not statement.stands_alone:
        return
    for question in (*_active(statement), *_passive(statement)):
        yield Pair(as_question(question), statement.answer)


def _active(statement: Statement) -> Iterator[str]:
    clause = statement.clause
    if clause is None or not clause.verb.do:
        return
    particle = _PARTICLES.get(clause.verb.base)
    if particle and clause.rest.startswith(f"{particle} "):
        yield clause.asked("What", particle)
    elif clause.verb.base in _TRANSITIVE and clause.rest and not _NOT_AN_OBJECT.match(clause.rest):
        yield clause.asked("What", "")
    elif clause.verb.base in _PLACED and _PLACE.match(clause.rest):
        yield clause.asked("Where", "")
    elif clause.verb.base in _MANNER and _MANNER_PHRASE.match(clause.rest):
        yield clause.asked("How", "")


def _passive(statement: Statement) -> Iterator[str]:
    clause = statement.clause
    if clause is None:
        return
    if clause.verb.base in {"must", "should"} and not clause.rest.startswith(("be ", "not ")):
        yield clause.asked("What", "do")
    if clause.verb.base not in {"is", "are", "was", "were"}:
        return
    if _USED.match(clause.rest):
        yield clause.asked("What", "used for")
    elif (found := _PASSIVE.match(first_part(clause.rest))) is not None:
        yield clause.asked("How", found["done"])
