"""A question with its answer, and when each can stand alone."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from sdg_flows.teacher.offline.clauses import Clause
from sdg_flows.teacher.offline.sentences import Sentence
from sdg_flows.teacher.offline.words import capitalised, word_count

_POINTING = regex.compile(
    r"\b(?:it|they|them|this|these|those|such|he|she|him|here|there|then|therefore|thus|also|(?<!one )another|each of|"
    r"we|our|us|I|my|you|your|the (?:two|others?|former|latter|same)(?! \w+[^s]s\b)|next one|below|above)\b(?!-)"
)
_POINTING_START = regex.compile(
    r"^(?:It|They|This|These|Those|That|Such|Its|Their|He|She|His|Her|Both|Another|Each of|We|I|You|Others?|Here|"
    r"There|Some|One of|Elsewhere|But|And|Or|So|Yet|Then|Also|Instead|Similarly|Likewise|See|Note|Many of|Most of|"
    r"At the point|The (?:two|other|others|latter|former|same|outcome|result|word|simplest|following|rule(?! of)|"
    r"first|second|third|last|reason|point|answer|idea|list|delay))\b"
)
_SET_PHRASE = regex.compile(r"^Why is it that|(?:are|were) there\?$")
_UNBOUND = regex.compile(r"^\p{L}+(?: \p{L}+){0,2}? (?:its|their|his|her)\b")
_LEANING = regex.compile(
    r"\b(?:then|therefore|thus|also|however|hence|consequently|in turn|(?<!(?:all|of) )(?:this|these|such|those)|"
    r"in the same way|the (?:two|latter|former)(?=[.,;]))\b",
    regex.IGNORECASE,
)
_CONTINUING = regex.compile(r"^(?:It|They|This|These|Such|That)\b")
_LONGEST_ANSWER = 60
_LONGEST_QUESTION = 28


@dataclass(frozen=True)
class Pair:
    """A question and its answer, with other ways to put the question."""

    question: str
    answer: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Statement:
    """A sentence ready to be asked about: as it reads inside a question, and its main clause if that is plain."""

    sentence: Sentence
    said: str
    clause: Clause | None

    @property
    def stands_alone(self) -> bool:
        """True when the sentence does not point back with its first words, nor to nothing with others."""
        leans = _LEANING.search(self.sentence.text) is not None and not self.sentence.before
        return not leans and _POINTING_START.match(self.sentence.text) is None

    @property
    def answer(self) -> str:
        """Give the sentence, after the one it leans on and before one that carries it on."""
        text = self.sentence.text
        if self.sentence.before and (_LEANING.search(text) or not self.stands_alone):
            text = f"{self.sentence.before} {text}"
        after = self.sentence.after
        if _CONTINUING.match(after) and word_count(text) + word_count(after) <= _LONGEST_ANSWER:
            text = f"{text} {after}"
        return text


def as_question(words: str) -> str:
    """Give the words as a question sentence."""
    spaced = regex.sub(r"\s+", " ", words).strip(" ,;:.?")
    return f"{capitalised(spaced)}?"


def is_self_contained(question: str) -> bool:
    """Tell whether a question can be understood by someone who sees nothing else."""
    pointing = _POINTING.search(_SET_PHRASE.sub("", question)) or _UNBOUND.match(question)
    return pointing is None and 3 <= word_count(question) <= _LONGEST_QUESTION


def first_part(rest: str) -> str:
    """Give what follows a verb up to the next clause."""
    return regex.split(r"[,;:]| (?:and(?! \d)|but|so|because|while|which|although|whereas) ", rest)[0].strip()
