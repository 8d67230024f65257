"""What a part of a prompt or of an answer is for, told from the name of its tag."""

from __future__ import annotations

from typing import Literal, TypeAlias

import regex

Role: TypeAlias = Literal[
    "question", "answer", "context", "document", "outline", "domain", "task", "reason", "score", "choice", "other"
]

_WORDS: dict[Role, frozenset[str]] = {
    "outline": frozenset({"outline", "title"}),
    "domain": frozenset({"domain", "subject", "topic"}),
    "task": frozenset({"task", "instructions", "description"}),
    "question": frozenset({"question", "query", "request", "prompt", "instruction"}),
    "answer": frozenset({"answer", "response", "reply", "output", "completion", "solution"}),
    "context": frozenset({"context", "scenario", "situation"}),
    "document": frozenset({"document", "text", "passage", "article", "summary", "spellcheck", "facts", "notes"}),
    "score": frozenset({"score", "rating", "grade", "points", "rate"}),
    "choice": frozenset({"label", "emotion", "category", "class", "route", "verdict", "judgment", "judgement"}),
    "reason": frozenset({"explanation", "evaluation", "feedback", "reason", "reasoning", "critique", "analysis"}),
}

_EXEMPLAR = regex.compile(r"^(?:example|exemplar|seed|icl|sample)s?(?:[_\- ]|$)", regex.IGNORECASE)


def role_of(name: str) -> Role:
    """Give the role that the last telling word of a tag's name stands for."""
    for word in reversed(regex.findall(r"[a-z]+", name.lower())):
        for role, words in _WORDS.items():
            if word in words:
                return role
    return "other"


def is_of_exemplar(name: str) -> bool:
    """Tell a section that shows how answers look from one that is to be worked on."""
    return _EXEMPLAR.match(name) is not None
