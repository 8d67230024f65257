"""What the mock teacher says: a text in which MARK stands for eight hex digits of the prompt, and SCORE for 0 to 9."""

from __future__ import annotations

import json
import zlib
from typing import Any

MODEL = "mock-teacher"
_FILLER = "The passage says so in its second half, and the first half says why. " * 5
TAGGED = (
    "<question>What does passage MARK say?</question>\n"
    f"<answer>{_FILLER}This is passage MARK.</answer>\n<score>SCORE</score>"
)


def answer(path: bytes, body: bytes, said: str) -> tuple[int, bytes]:
    """Return the number of prompts in a request and the reply to it: `n` choices for each."""
    asked: dict[str, Any] = json.loads(body)
    if path == b"/v1/chat/completions":
        prompts = [" ".join(_said_in(message["content"]) for message in asked["messages"])]
    else:
        prompts = asked["prompt"] if isinstance(asked["prompt"], list) else [asked["prompt"]]
    texts = [_marked(said, prompt, draw) for prompt in prompts for draw in range(asked.get("n") or 1)]
    shown = _message if path == b"/v1/chat/completions" else _text
    choices = [{"index": at, **shown(text), "finish_reason": "stop"} for at, text in enumerate(texts)]
    asked_for, said_in_all = sum(map(len, prompts)) // 4, sum(map(len, texts)) // 4
    usage = {
        "prompt_tokens": asked_for,
        "completion_tokens": said_in_all,
        "total_tokens": asked_for + said_in_all,
    }
    reply = {"id": "mock", "object": "completion", "created": 0, "model": MODEL, "choices": choices, "usage": usage}
    return len(prompts), json.dumps(reply).encode()


def _said_in(content: str | list[dict[str, str]]) -> str:
    """Return the text of a message, which some clients send in parts."""
    return content if isinstance(content, str) else " ".join(part["text"] for part in content)


def _message(text: str) -> dict[str, Any]:
    return {"message": {"role": "assistant", "content": text}}


def _text(text: str) -> dict[str, Any]:
    return {"text": text}


def _marked(said: str, prompt: str, draw: int) -> str:
    mark = zlib.crc32(prompt.encode(errors="surrogatepass"), draw)
    return said.replace("MARK", f"{mark:08x}").replace("SCORE", str(mark % 10))
