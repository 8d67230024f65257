"""Questions with answers, made from the sentences of a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from sdg_flows.teacher.offline.actions import actions
from sdg_flows.teacher.offline.clauses import clause_of
from sdg_flows.teacher.offline.definitions import definitions
from sdg_flows.teacher.offline.gaps import gaps
from sdg_flows.teacher.offline.pair import Pair, Statement, as_question, is_self_contained
from sdg_flows.teacher.offline.proper_names import inside, proper_names
from sdg_flows.teacher.offline.quantities import quantities
from sdg_flows.teacher.offline.reasons import reasons
from sdg_flows.teacher.offline.sentences import Sentence, sentences_of
from sdg_flows.teacher.offline.words import capitalised, is_english, word_count

_SHORTEST, _LONGEST = 5, 45
_OPENING_SENTENCES = 2
_CONNECTIVE = regex.compile(r"^(?:However|Moreover|Furthermore|In addition|For example|For instance|In fact|Indeed), ")
_VAGUE = regex.compile(
    r"^(?:many|most|some|several|few|all|no|parts|half|part|much|more|each|every|one|\p{L}+ing (?:the|a|an|up|of))\b"
)
_HEADED = regex.compile(r"^(?P<pronoun>It|They) (?=is|are|was|were|has|have|can|\p{L}+s?\b)")


@dataclass(frozen=True)
class Material:
    """The pairs of a document in its order: those of a clear pattern, and those about a sentence's subject."""

    clear: tuple[Pair, ...]
    plain: tuple[Pair, ...] = ()


@lru_cache(maxsize=512)
def material_of(document: str, domain: str) -> Material:
    """Give every question that the document's sentences answer, each once; there is always at least one.

    A document that is not in English gives sentences with a gap.
    """
    found = sentences_of(document)
    material = _asked(found, document, domain) if is_english(document) else Material(gaps(found))
    return material if material.clear or material.plain else Material((_about_all(found, document, domain),))


def _asked(found: Sequence[Sentence], document: str, domain: str) -> Material:
    statements = [statement for sentence in found if (statement := _statement(sentence, document)) is not None]
    clear = [pair for statement in statements for pair in _clear(statement)]
    asked = {pair.answer for pair in clear}
    plain = [pair for statement in statements for pair in _plain(statement, domain) if pair.answer not in asked]
    return Material(_each_once(clear), _each_once(plain))


def _each_once(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    return tuple({pair.question.lower(): pair for pair in reversed(pairs)}.values())[::-1]


def _about_all(found: Sequence[Sentence], document: str, domain: str) -> Pair:
    """Ask about the document as a whole, by its heading or domain."""
    topic = next((sentence.heading for sentence in found if sentence.heading), domain or "this subject")
    text = " ".join(sentence.text for sentence in found[:_OPENING_SENTENCES]) or document.strip()
    return Pair(f"What should one know about {topic}?", text)


def _clear(statement: Statement) -> Iterator[Pair]:
    """Yield the first self-contained question of each kind."""
    for kind in (reasons, definitions, quantities, actions):
        for pair in kind(statement):
            if is_self_contained(pair.question):
                yield pair
                break


def _plain(statement: Statement, domain: str) -> Iterator[Pair]:
    """Yield a question about the subject of the sentence in general."""
    clause = statement.clause
    if clause is None or not statement.stands_alone or word_count(clause.subject) > 6:
        return
    field = f" in {domain}" if domain and domain.lower() not in clause.subject.lower() else ""
    question = as_question(f"What should one know about {clause.subject}{field}")
    if is_self_contained(question):
        yield Pair(question, statement.answer, (as_question(f"What can be said of {clause.subject}{field}"),))


def _statement(sentence: Sentence, document: str) -> Statement | None:
    """Prepare a sentence to be asked about; None for one that is too short, too long or not a statement."""
    text = capitalised(_CONNECTIVE.sub("", _headed(sentence)))
    if not _SHORTEST <= word_count(text) <= _LONGEST or not text.endswith("."):
        return None
    said = inside(text, proper_names(document)).rstrip(".")
    clause = clause_of(said)
    plain = None if clause is None or _VAGUE.match(clause.subject) else clause
    return Statement(replace(sentence, text=text), said, plain)


def _headed(sentence: Sentence) -> str:
    """Put the heading in the place of a pronoun that opens its section, where their numbers agree."""
    found = _HEADED.match(sentence.text)
    heading = sentence.heading
    if found is None or not sentence.first or not 1 <= word_count(heading) <= 4:
        return sentence.text
    plural = heading.endswith("s") and not heading.endswith("ss")
    return f"{heading} {sentence.text[found.end() :]}" if plural == (found["pronoun"] == "They") else sentence.text
