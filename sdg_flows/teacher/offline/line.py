"""The offline teacher as a line: a reply for every request, made from the words of its prompt alone."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import regex

from sdg_flows.core.exchange import Request
from sdg_flows.teacher.line import Reply, completion_reply
from sdg_flows.teacher.offline.answers import answer_to
from sdg_flows.teacher.offline.brief import brief_of
from sdg_flows.teacher.offline.scales import fitting
from sdg_flows.teacher.offline.turn import turn_of

_TOKENS_A_WORD = 1.3


class OfflineLine:
    """The teacher when no endpoint is given: no network, no weights, the same answer to the same request and draw.

    It extracts sentences from documents and recombines examples. Of a sampled request, each draw has an answer of its
    own as long as the material has any. It honours guided choices, stop texts, and `max_tokens` at 1.3 tokens a word.
    """

    identity = "offline-extractive-1"
    model = "offline-extractive"
    description = "offline extractive teacher: for trying out flows, not for training"

    async def send(self, request: Request) -> Reply:
        """Give the reply at once."""
        prompt = _text_of(request)
        text, finish_reason = _limited(_said(request, prompt), request.params)
        return completion_reply(request, self.model, text, finish_reason)

    async def close(self) -> None:
        """Do nothing: there is nothing to let go of."""


def _text_of(request: Request) -> str:
    if request.messages is None:
        return request.prompt or ""
    return "\n\n".join(message["content"] for message in request.messages)


def _said(request: Request, prompt: str) -> str:
    """Give the answer, which is one of the choices where the request allows no other."""
    brief = brief_of(prompt)
    structured = request.params.get("structured_outputs") or {}
    choices = request.params.get("guided_choice") or structured.get("choice")
    return fitting(choices, brief) if choices else answer_to(brief, turn_of(request, prompt))


def _limited(text: str, params: Mapping[str, Any]) -> tuple[str, str]:
    """Cut the text at the first stop text and at the most tokens, and say whether the latter cut it."""
    for stop in _stops(params.get("stop")):
        text = text.split(stop, 1)[0]
    most = params.get("max_completion_tokens") or params.get("max_tokens")
    words = list(regex.finditer(r"\S+", text))
    if not most or math.ceil(len(words) * _TOKENS_A_WORD) <= most:
        return text, "stop"
    kept = int(most / _TOKENS_A_WORD)
    return (text[: words[kept - 1].end()] if kept else ""), "length"


def _stops(stop: str | Sequence[str] | None) -> list[str]:
    return [text for text in ([stop] if isinstance(stop, str) else stop or []) if text]
