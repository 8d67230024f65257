"""Questions about what something is, is called or means."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from sdg_flows.teacher.offline.pair import Pair, Statement, as_question

_NOUN_PHRASE = regex.compile(
    r"^(?:(?:therefore|thus|usually|often|simply|generally|normally) )?"
    r"(?:(?:a|an) (?!little|few|bit|lot)|the (?!same|case|outcome|result|reason|only)|one of the )\w"
)
_SHORT_COMPLEMENT = 2
_CALLED = regex.compile(
    r"\b(?:is|are|was|were) (?:also |often |usually )?(?:called|known as|termed|referred to as) "
    r"(?P<name>(?:a |an |the )?[\p{L}\-'\u2019]+(?: (?!and\b|or\b|in\b|by\b|that\b|which\b|because\b|when\b|after\b)"
    r"[\p{L}\-'\u2019]+){0,4})(?=[,;.:]|$| and | or | in | by | that | which | because | when | after )"
)
_PERSON = regex.compile(r"^an? (?:\w+ ){0,4}?\w*(?:ist|ian|king|queen|author|writer|poet|emperor|president|engineer)\b")


def definitions(statement: Statement) -> Iterator[Pair]:
    """Yield questions that ask what the sentence defines or names."""
    yield from _is_a(statement)
    yield from _called(statement)
    yield from _means(statement)


def _is_a(statement: Statement) -> Iterator[Pair]:
    clause = statement.clause
    if clause is None or clause.lead or clause.verb.base not in {"is", "are", "was", "were"}:
        return
    is_telling = clause.subject.startswith(("a ", "an ")) or len(clause.rest.split(" ")) > _SHORT_COMPLEMENT
    if _NOUN_PHRASE.match(clause.rest) and is_telling and statement.stands_alone:
        word = "Who" if clause.subject[0].isupper() and _PERSON.match(clause.rest) else "What"
        also = () if word == "Who" else (as_question(f"What is meant by {clause.subject}"),)
        yield Pair(as_question(f"{word} {clause.verb.base} {clause.subject}"), statement.answer, also)


def _called(statement: Statement) -> Iterator[Pair]:
    if (found := _CALLED.search(statement.said)) is not None and (statement.sentence.before or statement.stands_alone):
        name = found["name"]
        be = "are" if regex.search(r"\b(?:are|were)\b", found.group()) and not name.startswith(("a ", "an ")) else "is"
        also = (as_question(f"What is meant by {name}"),)
        yield Pair(as_question(f"What {be} {name}"), statement.answer, also)


def _means(statement: Statement) -> Iterator[Pair]:
    clause = statement.clause
    if clause is not None and clause.verb.base == "mean" and clause.verb.do and statement.stands_alone:
        yield Pair(as_question(clause.asked("What", "")), statement.answer)
