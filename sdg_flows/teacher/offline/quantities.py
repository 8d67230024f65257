"""Questions about numbers, sizes, times and dates."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from sdg_flows.teacher.offline.pair import Pair, Statement, as_question, first_part

_ABOUT = (
    r"(?:(?:about|roughly|nearly|almost|exactly|around|approximately|at least|up to|over|only|more than|less than) )*"
)
_NUMBER = (
    r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|"
    r"hundred|hundreds|a few|several)(?: (?:million|billion|thousand|hundred|tens of))*"
)
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_BY = regex.compile(rf"^(?P<head>[^,;:]*?)\bby {_ABOUT}{_NUMBER} (?:\p{{L}}+)(?: of an? \p{{L}}+)?(?P<tail>[^,;:]*)")
_SIZED = regex.compile(rf"^(?:a|an|the) (?P<noun>[\p{{L}}\- ]{{3,30}}?) of {_ABOUT}{_NUMBER}\b")
_COUNTED = regex.compile(rf"^{_ABOUT}{_NUMBER} (?P<noun>(?:(?!and\b)[\p{{L}}\-]+ )?[\p{{L}}\-]+s)\b(?P<tail>[^,;:]*)")
_DURATION = regex.compile(rf"^{_ABOUT}{_NUMBER} (?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b")
_MEASURED = regex.compile(
    rf"^(?:therefore |thus )?{_ABOUT}{_NUMBER} [^,;:]*?\b(?P<how>deep|high|long|wide|tall|thick|old|apart|away|heavy)\b"
)
_INTERVAL = regex.compile(rf"^(?P<head>[^,;:]*?)\bat (?P<noun>intervals|a \p{{L}}+) of {_ABOUT}{_NUMBER}")
_DATE = regex.compile(
    rf"^(?P<head>(?:(?! and )[^,;:])*?) ?\b(?:in|on|since|until|around) (?:early |late |the )?"
    rf"(?:\d{{1,2}} )?(?:(?:{_MONTH})\b|\d{{4}}\b|(?:spring|summer|autumn|winter)\b)"
)
_THERE = regex.compile(rf"^there (?:are|were) (?P<number>{_NUMBER}) (?P<noun>[^,;:.]+)$", regex.IGNORECASE)


def quantities(statement: Statement) -> Iterator[Pair]:
    """Yield questions that ask how many, how long, how far, by how much or when."""
    if (found := _THERE.match(statement.said)) is not None:
        yield Pair(as_question(f"How many {found['noun']} are there"), statement.answer)
    clause = statement.clause
    if clause is None or not statement.stands_alone:
        return
    for question in (*_of_verb(statement), *_of_object(statement)):
        yield Pair(as_question(question), statement.answer)


def _of_verb(statement: Statement) -> Iterator[str]:
    """Yield questions about an amount or a time that goes with the verb."""
    clause = statement.clause
    if clause is None:
        return
    if (found := _BY.match(clause.rest)) is not None:
        tail = "" if "the two" in found["tail"] else found["tail"]
        yield clause.asked("By how much", f"{found['head']} {tail}")
    elif (found := _INTERVAL.match(clause.rest)) is not None:
        word = found["noun"].removeprefix("a ")
        yield clause.asked(f"At what {word}", found["head"])
    elif (found := _DATE.match(clause.rest)) is not None and (found["head"] or clause.verb.do):
        yield clause.asked("When", found["head"])


def _of_object(statement: Statement) -> Iterator[str]:
    """Yield questions about an amount that is the object of the verb."""
    clause = statement.clause
    if clause is None:
        return
    if clause.verb.do:
        if _DURATION.match(clause.rest) and clause.verb.base in {"last", "take", "live", "keep"}:
            yield clause.asked("How long", "")
        elif clause.verb.base == "have" and (found := _SIZED.match(clause.rest)) is not None:
            yield clause.asked(f"What {found['noun']}", "")
        elif (found := _COUNTED.match(clause.rest)) is not None:
            yield clause.asked(f"How many {found['noun']}", first_part(found["tail"].split(" and ")[0]))
    elif (found := _MEASURED.match(clause.rest)) is not None:
        how = {"apart": "How far apart", "away": "How far away"}.get(found["how"], f"How {found['how']}")
        yield clause.asked(how, "")
