"""Requests to the teacher and its answers, as values."""

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

RETRY_SEED_STEP = 1_000_000
"""The difference between the seeds of a draw and of its retry."""

TRANSIENT: frozenset[OutcomeName] = frozenset({"rate", "server", "transport", "deadline"})
"""Outcomes that a retry may change; they are never kept."""


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
        """Return the JSON body to send; keys are in a fixed order."""
        asked = {"messages": list(self.messages)} if self.messages is not None else {"prompt": self.prompt}
        return {"model": self.model or default_model, **asked, **self.params}

    @property
    def sampled(self) -> bool:
        """Return True when two equal requests should get two different answers."""
        return self.params.get("temperature", 1.0) != 0

    @property
    def characters(self) -> int:
        """Return the length of the prompt in characters."""
        return len(self.prompt or "") + sum(len(message["content"]) for message in self.messages or ())

    def retry(self, times: int) -> Request:
        """Return the request to send when a draw is asked again for the `times`-th time; with a seed, it differs."""
        if "seed" not in self.params:
            return self
        return replace(self, params={**self.params, "seed": self.params["seed"] + times * RETRY_SEED_STEP})

    def key(self, endpoint: str, default_model: str, fresh: int) -> str:
        """Return the key of the answer: equal bodies at temperature 0 are one request, each draw of a row is its own.

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
    def transient(self) -> bool:
        """Return True when a later retry may have another outcome."""
        return self.outcome in TRANSIENT


def group_by_row(answers: Iterable[Answer]) -> dict[str, list[Answer]]:
    """Return the answers of each row that has any, in their order, by the row's id."""
    found: dict[str, list[Answer]] = {}
    for answer in answers:
        found.setdefault(answer.row_id, []).append(answer)
    return found
