"""What a raw reply says: its outcome, its text, and its tokens. Pure, so a kept reply can be read again any time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sdg_flows.core.exchange import OutcomeName, Usage
from sdg_flows.teacher.backend import Reply
from sdg_flows.teacher.logprobs import parse_logprobs, without_surrogates

MAX_ERROR_CHARS = 300
"""Characters of a server's error that go into messages and rejected rows."""
_REASONING = ("reasoning_content", "reasoning")
"""Where servers put what a model thought: vLLM and SGLang, then newer vLLM and OpenRouter."""
_FINISHED: Mapping[str, OutcomeName] = {"length": "cut", "max_tokens": "cut", "content_filter": "filtered"}


@dataclass(frozen=True)
class Reading:
    """One reply, read, in the words of `Answer`. `text` is there for `ok` and `cut`; `detail` says what was wrong."""

    outcome: OutcomeName
    text: str | None = None
    detail: str | None = None
    usage: Usage = field(default_factory=Usage)
    reasoning: str | None = None
    logprobs: tuple[Mapping[str, float], ...] | None = None


def read_reply(reply: Reply) -> Reading:
    """Read a reply of chat, completions or pooling; anything else is `malformed`, never an exception."""
    if reply.status != 200:
        return _read_refusal(reply)
    try:
        body = json.loads(reply.body.decode("utf-8", errors="replace"))
    except (ValueError, RecursionError):
        return Reading("server", detail=f"the reply is no JSON (captive portal or wrong path?): {_clip(reply.body)}")
    if isinstance(body, dict) and body.get("error") and not body.get("choices"):
        return _read_refusal(Reply(_status_in(body["error"]), reply.body))
    if isinstance(body, dict) and isinstance(body.get("data"), list) and "choices" not in body:
        return Reading("ok", json.dumps(body["data"]), usage=_usage(body))
    if not isinstance(body, dict) or not isinstance(body.get("choices"), list) or not body["choices"]:
        return Reading("malformed", detail=f"the reply has no choices: {_clip(reply.body)}", usage=_usage(body))
    return _read_choice(_first(body["choices"]), _usage(body))


def _first(choices: list[Any]) -> Any:  # noqa: ANN401  whatever the server put there
    """Return the choice whose index is 0, wherever it stands; the first one when none says so."""
    return next((one for one in choices if isinstance(one, dict) and one.get("index") == 0), choices[0])


def _read_choice(choice: Any, usage: Usage) -> Reading:  # noqa: ANN401  whatever the server put there
    if not isinstance(choice, dict):
        return Reading("malformed", detail="the first choice is no object", usage=usage)
    said = choice.get("message")
    message: Mapping[str, Any] = said if isinstance(said, dict) else {}
    text = choice.get("text", message.get("content"))
    finished = _FINISHED.get(str(choice.get("finish_reason")), "ok")
    if finished == "filtered":
        return Reading("filtered", detail="the server's content filter ended the answer", usage=usage)
    if message.get("refusal"):
        return Reading("refused", detail=_clip(str(message["refusal"]).encode()), usage=usage)
    if not isinstance(text, str) or (finished == "ok" and not text and _missing_content_detail(message)):
        return Reading("malformed", detail=f"the answer has no text{_missing_content_detail(message)}", usage=usage)
    detail = "the answer ends at max_tokens" if finished == "cut" else None
    return Reading(finished, without_surrogates(text), detail, usage, _reasoning(message), parse_logprobs(choice))


def _missing_content_detail(message: Mapping[str, Any]) -> str:
    """Return where the answer went when it is not in the content."""
    for name in (*_REASONING, "tool_calls"):
        if message.get(name):
            return f"; it went into {name!r}"
    return ""


def _reasoning(message: Mapping[str, Any]) -> str | None:
    thought = next((message[name] for name in _REASONING if message.get(name)), None)
    return without_surrogates(thought) if isinstance(thought, str) else None


def _read_refusal(reply: Reply) -> Reading:
    error = _error_of(reply)
    said = f"HTTP {reply.status}: {_clip(str(error.get('message') or '').encode() or reply.body)}"
    kind = f"{error.get('code')} {error.get('type')}".lower()
    return Reading(_refusal(reply.status, kind, f"{kind} {error.get('message')}".lower()), detail=said)


def _refusal(status: int, kind: str, told: str) -> OutcomeName:
    """Return the outcome of a status other than 200; `kind` is the error's code and type, `told` adds its message."""
    if status in (401, 403) or (status == 404 and "model" in told):
        return "auth"
    if status == 402 or (status == 429 and ("insufficient_quota" in kind or "billing" in kind)):
        return "quota"
    if status == 429:
        return "rate"
    if status == 413 or any(sign in told for sign in ("context_length", "exceed_context", "maximum context")):
        return "too_long"
    return "bad_request" if status in (400, 422) else "server"


def _status_in(error: Any) -> int:  # noqa: ANN401  whatever the server put there
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, int) and 400 <= code < 600 else 500


def _error_of(reply: Reply) -> Mapping[str, Any]:
    try:
        body = json.loads(reply.body)
    except (ValueError, RecursionError):
        return {}
    error = body.get("error", body) if isinstance(body, dict) else {}
    return error if isinstance(error, dict) else {"message": error}


def _usage(body: Any) -> Usage:  # noqa: ANN401  whatever the server put there
    counted = body.get("usage") if isinstance(body, dict) else None
    if not isinstance(counted, dict):
        return Usage()
    return Usage(*(_count(counted.get(name)) for name in ("prompt_tokens", "completion_tokens")))


def _count(value: object) -> int:
    return int(value) if isinstance(value, int | float) and 0 <= value < 2**53 else 0


def _clip(body: bytes) -> str:
    text = " ".join(body[: 4 * MAX_ERROR_CHARS].decode("utf-8", errors="replace").split())
    return text if len(text) <= MAX_ERROR_CHARS else f"{text[:MAX_ERROR_CHARS]}…"
