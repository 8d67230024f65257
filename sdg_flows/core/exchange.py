"""What is asked of the teacher and what comes back, as values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

from sdg_flows.core.identity import digest

OutcomeName: TypeAlias = Literal[
    "ok",
    "cut",
    "filtered",
    "refused",
    "malformed",
    "rate",
    "quota",
    "auth",
    "bad_request",
    "too_long",
    "server",
    "transport",
    "deadline",
]

PAID: frozenset[OutcomeName] = frozenset({"ok", "cut", "filtered", "refused", "malformed"})
"""Outcomes that are answers, and were paid for."""

SEEDS_APART = 1_000_000
"""How far the seeds of a draw and of its retry lie apart."""

PASSING: frozenset[OutcomeName] = frozenset({"rate", "server", "transport", "deadline"})
"""Outcomes that another attempt may mend; they are never kept."""


@dataclass(frozen=True)
class Request:
    """One question to the teacher: for a row, at one draw.

    Exactly one of `messages` (chat) and `prompt` (a text for /v1/completions) is set. `model` is None for the
    teacher's own model. `params` are the sampling parameters as the server spells them. `teacher` names one of the
    endpoints of the teacher file; None is the run's own. `pooling` sends the messages to a reward model.
    """

    row_id: str
    draw: int
    params: Mapping[str, Any]
    messages: Sequence[Mapping[str, str]] | None = None
    prompt: str | None = None
    model: str | None = None
    teacher: str | None = None
    pooling: bool = False

    def body(self, default_model: str) -> dict[str, Any]:
        """Give the JSON body to send; keys are in a fixed order."""
        asked = {"messages": list(self.messages)} if self.messages is not None else {"prompt": self.prompt}
        return {"model": self.model or default_model, **asked, **self.params}

    @property
    def sampled(self) -> bool:
        """True when two equal requests are meant to have two answers."""
        return self.params.get("temperature", 1.0) != 0

    @property
    def characters(self) -> int:
        """Give the length of what is asked."""
        return len(self.prompt or "") + sum(len(message["content"]) for message in self.messages or ())

    def again(self, times: int) -> Request:
        """Give the request of a draw that is asked for the so-many-th time again: with a seed, that is another one."""
        if "seed" not in self.params:
            return self
        return replace(self, params={**self.params, "seed": self.params["seed"] + times * SEEDS_APART})

    def key(self, endpoint: str, default_model: str, fresh: int) -> str:
        """Give the key of the answer: equal bodies at temperature 0 are one request, each draw of a row is its own.

        `fresh` counts how often the user asked for all new draws.
        """
        draw = [self.row_id, self.draw] if self.sampled else None
        return digest("answer", endpoint, self.body(default_model), draw, fresh)


@dataclass(frozen=True)
class Usage:
    """Tokens as the server counted them."""

    prompt_tokens: int = 0
    completion_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
        )


@dataclass(frozen=True)
class Answer:
    """One reply of the teacher to one request, read.

    `text` is there when `outcome` is `ok` or `cut`; `detail` says what was wrong. `reasoning` is what a reasoning
    model thought before it answered. `logprobs` has the likeliest tokens with their log-probabilities, a mapping for
    each token of the text. The text of a pooling request is the JSON of the reply's `data`.
    `kept` is True when the answer was in the answer store already and cost nothing now.
    """

    key: str
    row_id: str
    draw: int
    outcome: OutcomeName
    text: str | None = None
    detail: str | None = None
    usage: Usage = field(default_factory=Usage)
    kept: bool = False
    reasoning: str | None = None
    logprobs: tuple[Mapping[str, float], ...] | None = None

    @property
    def passing(self) -> bool:
        """True when asking again later may give another outcome."""
        return self.outcome in PASSING


def by_row(answers: Iterable[Answer]) -> dict[str, list[Answer]]:
    """Give the answers of each row that has any, in their order, by the row's id."""
    found: dict[str, list[Answer]] = {}
    for answer in answers:
        found.setdefault(answer.row_id, []).append(answer)
    return found
