"""A backend answers requests with one default model: one request goes out, one raw reply comes back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from sdg_flows.core.exchange import Request


@dataclass(frozen=True)
class Reply:
    """What a server sent back to one attempt: HTTP status and body as received, and its Retry-After in seconds."""

    status: int
    body: bytes
    retry_after: float | None = None


class BackendError(Exception):
    """No whole reply came back; `malformed` when it does not end, and asking again would buy another like it."""

    def __init__(self, outcome: Literal["transport", "deadline", "malformed"], detail: str) -> None:
        self.outcome: Literal["transport", "deadline", "malformed"] = outcome
        super().__init__(detail)


class Backend(Protocol):
    """A way to reach one default model."""

    @property
    def identity(self) -> str:
        """Return what tells this endpoint from others; part of every answer's key. Never holds a secret."""
        ...

    @property
    def model(self) -> str:
        """Return the model that is asked when a request names none."""
        ...

    @property
    def description(self) -> str:
        """Return in a few words who answers."""
        ...

    async def send(self, request: Request) -> Reply:
        """Make one attempt.

        Raises:
            BackendError: no whole reply came back in time.
        """
        ...

    async def close(self) -> None:
        """Close connections and processes."""
        ...


def completion_reply(
    request: Request, model: str, text: str, finish_reason: str = "stop", logprobs: Mapping[str, object] | None = None
) -> Reply:
    """Return the reply that a server would send for `text`, in the form of the API that the request is for."""
    if request.messages is not None:
        said, asked = {"message": {"role": "assistant", "content": text}}, _texts(request.messages)
    else:
        said, asked = {"text": text}, request.prompt or ""
    choice = {"index": 0, **said, "finish_reason": finish_reason, "logprobs": logprobs}
    usage = {"prompt_tokens": len(asked.split()), "completion_tokens": len(text.split())}
    body = {"object": "completion", "model": request.model or model, "choices": [choice], "usage": usage}
    return Reply(200, json.dumps(body, ensure_ascii=False).encode(errors="surrogatepass"))


def pooling_reply(request: Request, model: str, data: Sequence[object]) -> Reply:
    """Return the reply that a reward model's server would send: one entry a conversation."""
    usage = {"prompt_tokens": len(_texts(request.messages or ()).split())}
    body = {"object": "list", "model": request.model or model, "data": data, "usage": usage}
    return Reply(200, json.dumps(body).encode())


def _texts(messages: Sequence[Mapping[str, str]]) -> str:
    return " ".join(message["content"] for message in messages)
