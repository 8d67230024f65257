"""The offline teacher as a backend: a reply to every request, made at once and without a network."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import regex

from sdg_flows.core.exchange import Request
from sdg_flows.teacher.backend import Reply, completion_reply, pooling_reply
from sdg_flows.teacher.http.server_dialect import choices_of
from sdg_flows.teacher.offline.answers import answer_to
from sdg_flows.teacher.offline.brief import parse_prompt
from sdg_flows.teacher.offline.fitting import best_choice
from sdg_flows.teacher.offline.likelihoods import make_logprobs, make_rewards
from sdg_flows.teacher.offline.turn import turn_of

_TOKENS_A_WORD = 1.3


class OfflineBackend:
    """The teacher when no endpoint is given: the same answer to the same request and draw.

    Each draw of a sampled request has an answer of its own as long as the material has any. Constrained choices, stop
    texts and `max_tokens` (at 1.3 tokens a word) are honoured; log-probabilities and rewards are given when asked for.
    """

    identity = "offline-extractive-4"
    model = "offline-extractive"
    description = "offline extractive teacher: for trying out flows, not for training"

    async def send(self, request: Request) -> Reply:
        """Return the reply at once."""
        if request.pooling:
            return pooling_reply(request, self.model, make_rewards(request))
        choices = choices_of(request.params)
        text, finish_reason = _limited(_said(request, choices), request.params)
        return completion_reply(request, self.model, text, finish_reason, make_logprobs(request, text, choices))

    async def close(self) -> None:
        """Do nothing: there is nothing to let go of."""


def _said(request: Request, choices: Sequence[str]) -> str:
    """Return the answer, which is one of the choices where the request allows no other."""
    prompt = "\n\n".join(message["content"] for message in request.messages or ()) or request.prompt or ""
    brief = parse_prompt(prompt)
    return best_choice(choices, brief.inputs, brief.wording) if choices else answer_to(brief, turn_of(request, prompt))


def _limited(text: str, params: Mapping[str, Any]) -> tuple[str, str]:
    """Cut the text at the first stop text and at the most tokens, and say whether the latter cut it."""
    stops = params.get("stop") or []
    for stop in filter(None, [stops] if isinstance(stops, str) else stops):
        text = text.split(stop, 1)[0]
    most = params.get("max_completion_tokens") or params.get("max_tokens")
    words = list(regex.finditer(r"\S+", text))
    if not most or math.ceil(len(words) * _TOKENS_A_WORD) <= most:
        return text, "stop"
    kept = int(most / _TOKENS_A_WORD)
    return (text[: words[kept - 1].end()] if kept else ""), "length"
