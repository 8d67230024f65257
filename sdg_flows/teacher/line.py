"""A line to a model: one request goes out, one raw reply comes back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal, Protocol

from sdg_flows.core.exchange import Request


@dataclass(frozen=True)
class Reply:
    """What a server sent back to one attempt: HTTP status and body as received, and its Retry-After in seconds."""

    status: int
    body: bytes
    retry_after: float | None = None


class LineFault(Exception):  # noqa: N818  it is a fault of the line, not of a request
    """No whole reply came back."""

    def __init__(self, outcome: Literal["transport", "deadline"], detail: str) -> None:
        self.outcome: Literal["transport", "deadline"] = outcome
        super().__init__(detail)


class Line(Protocol):
    """One way to reach one default model."""

    @property
    def identity(self) -> str:
        """Give what tells this endpoint from others; part of every answer's key. Never holds a secret."""
        ...

    @property
    def model(self) -> str:
        """Give the model that is asked when a request names none."""
        ...

    @property
    def description(self) -> str:
        """Say in a few words who answers."""
        ...

    async def send(self, request: Request) -> Reply:
        """Make one attempt.

        Raises:
            LineFault: no whole reply came back in time.
        """
        ...

    async def close(self) -> None:
        """Let go of connections and processes."""
        ...


def completion_reply(request: Request, model: str, text: str, finish_reason: str = "stop") -> Reply:
    """Give the reply that a server would send for `text`, in the form of the API that the request is for."""
    if request.messages is not None:
        choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": finish_reason}
        asked = " ".join(message["content"] for message in request.messages)
    else:
        choice = {"index": 0, "text": text, "finish_reason": finish_reason}
        asked = request.prompt or ""
    usage = {"prompt_tokens": len(asked.split()), "completion_tokens": len(text.split())}
    body = {"object": "completion", "model": request.model or model, "choices": [choice], "usage": usage}
    return Reply(200, json.dumps(body, ensure_ascii=False).encode(errors="surrogatepass"))
