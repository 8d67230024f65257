"""Questions with answers, made from the sentences of a document by a few patterns that read well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TypeAlias

import regex

from sdg_flows.teacher.offline.clauses import AUXILIARIES, VERBS, find_clause
from sdg_flows.teacher.offline.sentences import Sentence, is_english, sentences_of
from sdg_flows.teacher.offline.turn import Turn

Pair: TypeAlias = tuple[str, str]
"""A question and its answer."""

_GAP = "_____"
_LENGTHS = range(4, 46)
_LONGEST_QUESTION = 26

_BACK = (
    r"then|therefore|thus|elsewhere|this|these|those|such|the (?:two|latter|former|same|outcome|result|simplest|point)"
)
_LEANING = regex.compile(
    r"^(?:It|They|That|Its|Their|He|She|His|Her|Both|Another|Each of|We|I|You|Our|My|Your|Others?|Here|There|Some|One|"
    r"But|And|Or|So|Yet|Also|Instead|Similarly|Many of|Most of|The (?:word|following|first|second|third|last|reason|"
    rf"list|others?))\b|(?i)\b(?<!\b(?:all|of) )(?:however|hence|in turn|{_BACK})\b"
)
_POINTING = regex.compile(
    r"\b(?:it|they|them|he|she|him|\w+sel(?:f|ves)|we|our|us|I|my|you|your|here|there|another|above|below|also|"
    rf"the others?|{_BACK})\b(?!-)|^(?:\S+ ){{1,3}}(?:its|their|his|her)\b"
)
_SET_PHRASE = regex.compile(r"^(?:Why is it|Is it true) that")
_ARTICLE = regex.compile(
    r"(?:An?|The|In|On|At|To|Of|For|By|With|From|When|If|Where|While|Because|Although|Since|After|During|As|All|Most|"
    r"Many|Several|Few|Each|Every|Any|No|Two|Three|Four|Five|Half|What|How)\b"
)

_NUMBER = (
    r"(?:(?:about|roughly|nearly|almost|exactly|around|at least|up to|over|more than|less than) )?"
    r"(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|twelve)(?: (?:million|billion|thousand|hundred))?"
)
_DATE = r"(?:(?:\d\d? )?(?:\p{Lu}\p{Ll}+ )?\d{4}\b|(?:early|late) \p{Lu}\p{Ll})"
_EFFECT = r"(?P<effect>(?:[^ ,;:]+ ){3}[^;:,]+)"
_BECAUSE = regex.compile(rf"{_EFFECT},? because |[^;:]+, (?:and )?so (?!that ){_EFFECT}")
_CONDITION = regex.compile(
    r"(?P<condition>(?:when|if|where|once) (?:(?!(?:was|were|had|\p{Ll}+ed)\b)[^,;:])+), (?!and |or |but )"
)
_PURPOSE = regex.compile(r"to (?P<purpose>(?!(?:an?|the|some|this|our|my|date)\b)\p{Ll}+ [^,;:]+ [^,;:]+), ")
_LINK = "(?:and|or|in|by|that|which|because|when|after)"
_CALLED = regex.compile(
    r"\b(?P<be>is|are) (?:also |often |usually )?(?:called|known as) "
    rf"(?P<name>(?:(?!{_LINK}\b)[\p{{L}}'\u2019\-]+ ?){{1,6}})(?<! )(?=[,;.]|$| {_LINK}\b)"
)
_VAGUE = regex.compile(r"(?:many|most|some|several|few|all|no|parts?|half|much|more|each|every|one|two|three|what)\b")

_PERSON = r"(?:an?|the) (?:\w+ ){0,4}?\w*(?:ist|ian|king|emperor|queen|author|writer|poet|president|engineer)\b"
_BE = frozenset({"is", "are", "was", "were"})
_PARTICLE = {"depend", "consist", "lead", "rely", "feed"}
_WITHOUT_OBJECT = _PARTICLE | {"have", "live", "occur", "grow", "differ", "rise", "fall"}
_NO_OBJECT = (
    r"(?:in|on|at|by|to|from|for|with|of|as|that|when|where|more|less|most|very|only|not|up|down|out|off|away|through|"
    r"into|over|under|about|each other|\d+|\p{Ll}+ly)\b"
)
_RULES = (
    (AUXILIARIES | VERBS, r"therefore (?P<rest>[^,;:]+)", "Why", "{rest}"),
    ({"is", "are"}, r"(?P<rest>[^,;:]+) when ", "When", "{rest}"),
    ({"is", "was"}, _PERSON, "Who", ""),
    (_BE, r"(?:an? (?!little|few|bit|lot)|the (?!same|case|reason|only))\w+ \w", "What", ""),
    (_BE, rf"{_NUMBER} \p{{Ll}}+ (?P<how>deep|high|long|wide|tall|thick|old)\b", "How {how}", ""),
    (_BE, r"(?:often |mainly )?used (?:to|for) ", "What", "used for"),
    ({"is", "are"}, r"(?P<done>\p{Ll}+(?:ed|wn|en|pt|lt|ught|ade)) (?:by|from|with|through|using) ", "How", "{done}"),
    (_BE, rf"(?P<rest>[^,;:]+?) (?:in|on|since|until) {_DATE}", "When", "{rest}"),
    (VERBS, rf"(?P<rest>[^,;:]*?)\bby {_NUMBER}\b", "By how much", "{rest}"),
    ({"have"}, rf"an? (?P<noun>[\p{{Ll}} ]{{3,30}}?) of {_NUMBER}\b", "What {noun}", ""),
    ({"have"}, rf"{_NUMBER} (?P<noun>(?:(?!and)[\p{{Ll}}\-]+ )?[\p{{Ll}}\-]+s)\b(?! of)", "How many {noun}", ""),
    ({"live", "occur"}, "(?:high |low |mainly |mostly )?(?:in|on|at|along|near|under) ", "Where", ""),
    ({"mean"}, "that ", "What", ""),
    (_PARTICLE, "(?P<particle>on|of|to) ", "What", "{particle}"),
    (VERBS - _WITHOUT_OBJECT, rf"(?!{_NO_OBJECT})", "What", ""),
)


def question_and_answer(document: str, turn: Turn) -> Pair:
    """Return the pair of a turn: each row goes through the open questions first, then through those for a yes."""
    first, second = _pairs_of(document)
    at = turn.draw % (len(first) + len(second))
    return Turn(turn.seed, at).of(first) if at < len(first) else Turn(turn.seed, at - len(first)).of(second)


@lru_cache(maxsize=512)
def _pairs_of(document: str) -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
    """Return open questions and questions for a yes, each once; a document without any gets sentences with a gap."""
    found = sentences_of(document)
    names = _names(document)
    english = found if is_english(document) else ()
    statements = [one for one in english if one.text.endswith(".") and len(one.text.split()) in _LENGTHS]
    asked = {sentence: _open(sentence, _said(sentence.text, names)) for sentence in statements}
    silent = [sentence for sentence, pairs in asked.items() if not pairs]
    first = _each_once(pair for pairs in asked.values() for pair in pairs)
    second = _each_once(pair for sentence in silent for pair in _for_a_yes(sentence, _said(sentence.text, names)))
    if first or second:
        return first, second
    return _each_once(map(_with_gap, found or [Sentence(document.strip())])), ()


def _each_once(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    once: dict[str, Pair] = {}
    for pair in pairs:
        once.setdefault(pair[0].lower(), pair)
    return tuple(once.values())


def _open(sentence: Sentence, said: str) -> list[Pair]:
    """Return questions that a sentence answers; one that leans on the sentence before brings it along."""
    leans = _LEANING.search(sentence.text) is not None
    if leans and not sentence.before:
        return []
    answer = f"{sentence.before} {sentence.text}" if leans else sentence.text
    return [(question, answer) for question in _questions(said) if _is_self_contained(question)]


def _questions(said: str) -> Iterator[str]:
    if (found := _BECAUSE.match(said)) is not None:
        yield _why(found["effect"])
    if (found := _CONDITION.match(said)) is not None:
        yield f"What happens {found['condition']}?"
    if (found := _PURPOSE.match(said)) is not None:
        yield f"What is needed to {found['purpose']}?"
    if (found := _CALLED.search(said)) is not None:
        yield f"What {found['be']} {found['name']}?"
    clause = find_clause(said)
    if clause is None or _VAGUE.match(clause.subject):
        return
    for verbs, pattern, word, rest in _RULES:
        if clause.verb in verbs and (found := regex.match(pattern, clause.rest)) is not None:
            parts = found.groupdict()
            yield clause.asked(word.format(**parts), rest.format(**parts))
            return


def _why(effect: str) -> str:
    """Ask for the cause of an effect, turned round where its clause is plain."""
    clause = find_clause(effect)
    return clause.asked("Why", clause.rest) if clause else f"Why is it that {effect}?"


def _for_a_yes(sentence: Sentence, said: str) -> Iterator[Pair]:
    """Yield a question that a short sentence without a second clause affirms."""
    question = f"Is it true that {said}?"
    if not regex.search(r"[,;:]", said) and not _LEANING.search(sentence.text) and _is_self_contained(question):
        yield question, f"Yes, {said}."


def _is_self_contained(question: str) -> bool:
    """Return whether a question can be understood by someone who sees nothing else."""
    is_pointing = _POINTING.search(_SET_PHRASE.sub("", question).strip()) is not None
    return not is_pointing and len(question.split()) <= _LONGEST_QUESTION


def _with_gap(sentence: Sentence) -> Pair:
    """Leave out the number of a sentence, else its longest word; the answer is the whole sentence."""
    text = sentence.text
    found = regex.search(r"\d[\d.,]*(?<![.,])", text) or max(
        regex.finditer(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]{2}|[\p{L}\p{M}\-]+", text),
        key=lambda m: len(m[0]),
        default=None,
    )
    return text if found is None else text[: found.start()] + _GAP + text[found.end() :], text


def _names(document: str) -> frozenset[str]:
    """Return the words that stand in the document with a capital inside a sentence and never without."""
    capital = regex.findall(r"(?<=[\p{Ll}\p{N},;] )\p{Lu}[\p{L}\p{N}\-]*", document)
    return frozenset(capital) - {word.capitalize() for word in regex.findall(r"\b\p{Ll}[\p{L}\-]*\b", document)}


def _said(text: str, names: frozenset[str]) -> str:
    """Return a sentence for use inside another: no full stop, lower-case first letter unless it is a name."""
    text = text.removesuffix(".")
    word, _, following = text.partition(" ")
    is_name = word in names or word[1:] != word[1:].lower() or regex.match(r"\p{Lu}\p{Ll}|was\b", following)
    return text if is_name and not _ARTICLE.fullmatch(word) else text[:1].lower() + text[1:]
