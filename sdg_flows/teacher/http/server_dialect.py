"""The request body as one kind of server takes it. Pure: the body that an answer's key is made of stays as it was.

A block asks for a constrained answer in vLLM's words, `structured_outputs: {choice | regex | json | grammar: …}`. The
older `guided_choice`, … of a flow file's `extra_body` mean the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, TypeAlias

import regex

from sdg_flows.core.sampling import GUIDED
from sdg_flows.teacher.backend import Reply

Dialect: TypeAlias = Literal["vllm", "vllm_guided", "llamacpp", "openai"]
"""`vllm_guided` is vLLM before 0.12; `openai` is every server that does not say what it is."""

_OWNERS: Mapping[str, Dialect] = {"vllm": "vllm", "llamacpp": "llamacpp", "me": "llamacpp"}
"""`owned_by` of the models served; `me` is llama-cpp-python, which takes llama.cpp's `grammar`."""
_FIRST_STRUCTURED = (0, 12)
_STRUCTURED = "structured_outputs"
_CONSTRAINTS = frozenset({*GUIDED, _STRUCTURED})
_START_TOKENS = ("<s>", "<|begin_of_text|>")
_WRAPPING = "answer"
_TOKENS_OF_WRAPPING = 16


def dialect_of(owners: Iterable[str], version: str | None) -> Dialect:
    """Recognise the kind of server by who owns its models, and vLLM's age by its version; no version is a new one."""
    known: list[Dialect] = [_OWNERS[owner] for owner in owners if owner in _OWNERS]
    dialect: Dialect = known[0] if known else "openai"
    found = regex.match(r"(\d+)\.(\d+)", version or "")
    if dialect == "vllm" and found and (int(found[1]), int(found[2])) < _FIRST_STRUCTURED:
        return "vllm_guided"
    return dialect


def body_for(body: Mapping[str, Any], dialect: Dialect) -> dict[str, Any]:
    """Return the body as the server takes it: the constraint translated, a text prompt without its own start token."""
    constraint = _constraint(body)
    sent = {name: value for name, value in body.items() if name not in _CONSTRAINTS}
    if isinstance(sent.get("prompt"), str) and sent.get("add_special_tokens") is not False:
        sent["prompt"] = _without_start_token(sent["prompt"])
    if not constraint:
        return sent
    if dialect == "vllm":
        return {**sent, _STRUCTURED: constraint}
    if dialect == "vllm_guided":
        return {**sent, **{f"guided_{kind}": value for kind, value in constraint.items()}}
    return sent | (_for_llamacpp(constraint) if dialect == "llamacpp" else _for_openai(constraint, sent))


def unwrap_choice(reply: Reply) -> Reply:
    """Return the reply to a choice that was wrapped into JSON with the bare choice as its text."""
    try:
        body: Any = json.loads(reply.body)
        message = body["choices"][0]["message"]
        message["content"] = json.loads(message["content"])[_WRAPPING]
    except (ValueError, LookupError, TypeError):
        return reply
    return Reply(reply.status, json.dumps(body).encode(), reply.retry_after)


def is_wrapped(body: Mapping[str, Any], dialect: Dialect) -> bool:
    """Return whether the answer to a body comes as JSON around the choice."""
    return dialect == "openai" and "messages" in body and "choice" in _constraint(body)


def choices_of(body: Mapping[str, Any]) -> Sequence[str]:
    """Return the choices that a body leaves the teacher, none when it leaves all."""
    return _constraint(body).get("choice") or ()


def _constraint(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the constraint of a body by kind; the neutral form goes before the older one."""
    if body.keys().isdisjoint(_CONSTRAINTS):
        return {}
    older = {kind: body.get(name) for name, kind in GUIDED.items()}
    told = {**older, **(body.get(_STRUCTURED) or {})}
    return {kind: value for kind, value in told.items() if value is not None}


def _without_start_token(prompt: str) -> str:
    """Take off the start token that a chat format brings: servers put their own before every text."""
    for token in _START_TOKENS:
        if prompt.startswith(token):
            return prompt.removeprefix(token).lstrip(" ")
    return prompt


def _for_llamacpp(constraint: Mapping[str, Any]) -> dict[str, Any]:
    """Translate for llama.cpp, which knows no `regex`: the block's own check is left to do that."""
    if "choice" in constraint:
        return {"grammar": "root ::= " + " | ".join(_quoted(choice) for choice in constraint["choice"])}
    if "json" in constraint:
        return {"json_schema": constraint["json"]}
    return {"grammar": constraint["grammar"]} if "grammar" in constraint else {}


def _quoted(choice: str) -> str:
    """Write a text as a literal of GBNF."""
    escaped = choice.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'.replace("\n", "\\n").replace("\r", "\\r")


def _for_openai(constraint: Mapping[str, Any], sent: Mapping[str, Any]) -> dict[str, Any]:
    """Translate to `response_format`, for chat alone; unknown fields would be refused, so nothing else is sent."""
    if "messages" not in sent:
        return {}
    if "choice" in constraint:
        return {**_response_format(_schema_of(constraint["choice"]), strict=True), **_room(sent)}
    return _response_format(constraint["json"], strict=False) if "json" in constraint else {}


def _response_format(schema: object, *, strict: bool) -> dict[str, Any]:
    described = {"name": _WRAPPING, "schema": schema, "strict": strict}
    return {"response_format": {"type": "json_schema", "json_schema": described}}


def _schema_of(choices: Sequence[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {_WRAPPING: {"type": "string", "enum": list(choices)}},
        "required": [_WRAPPING],
        "additionalProperties": False,
    }


def _room(sent: Mapping[str, Any]) -> dict[str, int]:
    """Let the wrapping not use up the tokens of the choice."""
    limits = ("max_tokens", "max_completion_tokens")
    return {name: sent[name] + _TOKENS_OF_WRAPPING for name in limits if isinstance(sent.get(name), int)}
