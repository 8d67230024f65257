"""What a teacher that nothing is wrong with answers: decided by the prompt alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

Body = dict[str, Any]


def mark_of(prompt: str) -> str:
    """Return what stands in the answer to a prompt, and in no other."""
    return hashlib.sha256(prompt.encode(errors="replace")).hexdigest()[:12]


def answer_text(prompt: str) -> str:
    """Return an answer with the tags of every flow that is run against the server. Its score is 0 to 4."""
    mark = mark_of(prompt)
    question, response = f"What of {mark}?", f"It is {mark}."
    return (
        f"<question>{question}</question>\n<answer>{response}</answer>\n<score>{int(mark, 16) % 5}</score>\n"
        f"[Start of Context]Of {mark}.[End of Context]\n"
        f"[Start of Question]{question}[End of Question]\n[Start of Response]{response}[End of Response]"
    )


def choice(text: str | None, finish_reason: str = "stop", index: int = 0, **message: object) -> Body:
    said = {"role": "assistant", "content": text, **message}
    return {"index": index, "finish_reason": finish_reason, "message": said, "logprobs": None}


def completion(model: str, *choices: Body) -> Body:
    """Return the body of a reply that holds some choices."""
    usage = {"prompt_tokens": 10, "completion_tokens": 12, "total_tokens": 22}
    return {"id": "c", "object": "chat.completion", "created": 0, "model": model, "choices": choices, "usage": usage}


def encoded(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body).encode()


def error(message: str, code: str | None = None) -> bytes:
    """Return the body of a refusal."""
    return encoded({"error": {"message": message, "type": code or "server_error", "param": None, "code": code}})
