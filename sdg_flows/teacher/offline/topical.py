"""What can be said without material: aspects of a topic, questions about it, and answers that take up a question."""

from __future__ import annotations

from sdg_flows.teacher.offline.sections import Role
from sdg_flows.teacher.offline.sentences import content_words
from sdg_flows.teacher.offline.turn import Turn

_ASPECTS = ("basics", "history", "tools", "costs", "mistakes", "safety", "people", "rules", "examples", "future")
_QUESTIONS = (
    "What should somebody who is new to it know first about {}?",
    "How does one begin with {}?",
    "Which mistakes are often made with {}, and why?",
    "Compare two ways to deal with {}.",
    "My sister asked me about {} yesterday, and I had no answer. What would you have told her?",
    "Write a short notice on {} for the board in our office.",
    "Is it worth the money to hire somebody for {}?",
    "Explain {} to a child of ten.",
    "Plan an afternoon of teaching on {}.",
    "Why do experts disagree on {}?",
)


def from_topic(topic: str, turn: Turn) -> dict[Role, str]:
    """Return an aspect of a topic, and a question about it."""
    question = turn.of(_QUESTIONS).format(topic)
    return {"topic": f"{topic}: {turn.of(_ASPECTS)}", "question": question, "answer": echo_answer(question)}


def echo_answer(question: str) -> str:
    """Return an answer that says no more than what was asked about; nothing when that is no words."""
    words = sorted(content_words(question), key=lambda word: (question.lower().find(word), word))
    return f"This is about {', '.join(words)}." if words else ""
