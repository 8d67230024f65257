"""Faults of content: a whole HTTP reply with status 200 whose body is not what was asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from faults.answers import Body, answer_text, choice, completion, encoded

MODEL = "fault-teacher"
_TOOL = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}


def good_body(prompt: str) -> bytes:
    """Return the body of the right reply."""
    return encoded(completion(MODEL, choice(answer_text(prompt))))


def _says(change: Callable[[str], str]) -> Callable[[str], bytes]:
    """Return a reply whose text is changed."""
    return lambda prompt: encoded(completion(MODEL, choice(change(answer_text(prompt)))))


def _chooses(*choices: Body) -> Callable[[str], bytes]:
    """Return a reply with other choices, or none."""
    return lambda prompt: encoded(completion(MODEL, *choices))


def _holds(**changes: object) -> Callable[[str], bytes]:
    """Return the right reply with other values at its top."""
    return lambda prompt: encoded({**completion(MODEL, choice(answer_text(prompt))), **changes})


def _bytes(old: bytes, new: bytes) -> Callable[[str], bytes]:
    """Return the right reply with other bytes in it, valid or not."""
    return lambda prompt: good_body(prompt).replace(old, new)


def _object(text: str) -> Callable[[str], str]:
    return lambda good: text


def _cut(prompt: str) -> bytes:
    return encoded(completion(MODEL, choice(answer_text(prompt)[:25], "length")))


def _shuffled(prompt: str) -> bytes:
    """Return the answer that was asked for after another one, each with its index."""
    return encoded(completion(MODEL, choice("<question>no", index=1), choice(answer_text(prompt))))


def _streamed(prompt: str) -> bytes:
    return b"data: " + good_body(prompt) + b"\n\ndata: [DONE]\n\n"


def _more(prompt: str) -> bytes:
    right = answer_text(prompt)
    return encoded(completion(MODEL, choice(right), choice("<question>extra", index=1)))


OBJECT = {"question": "a", "score": 1}
CONTENTS: Mapping[str, Callable[[str], bytes]] = {
    "malformed_tags": _says(lambda good: good.replace("<", "{").replace(">", "}")),
    "unclosed_tag": _says(lambda good: good.partition("</answer>")[0]),
    "nested_tags": _says(lambda good: good.replace("<question>", "<question> <question>")),
    "uneven_tags": _says(lambda good: "<question>one more</question>\n" + good),
    "good_json": _says(_object(json.dumps(OBJECT))),
    "bad_json": _says(_object('{"question": "a", "score": 1,')),
    "json_in_fence": _says(_object(f"Sure!\n```json\n{json.dumps(OBJECT)}\n```")),
    "nan_json": _says(_object('{"question": "a", "score": NaN}')),
    "dup_keys": _says(_object('{"question": "a", "score": 1, "score": 3}')),
    "control_json": _says(_object('{"question": "a\tb", "score": 1}')),
    "score_in_words": _says(lambda good: good.partition("<score>")[0] + "<score>five</score>"),
    "length": _cut,
    "content_filter": _chooses(choice("", "content_filter")),
    "refusal": _chooses(choice(None, refusal="I cannot help with that.")),
    "empty_content": _chooses(choice("")),
    "null_content": _chooses(choice(None)),
    "reasoning_only": _chooses(choice("", "stop", reasoning_content="thinking " * 50)),
    "tool_calls_only": _chooses(choice(None, "tool_calls", tool_calls=[_TOOL])),
    "empty_choices": _chooses(),
    "no_message": _chooses({"index": 0, "finish_reason": "stop"}),
    "more_choices": _more,
    "index_shuffled": _shuffled,
    "wrong_model": _holds(model="some-other-model"),
    "no_usage": _holds(usage=None),
    "zero_usage": _holds(usage={"prompt_tokens": 0, "completion_tokens": 0}),
    "huge": _says(lambda good: good + "w " * 5_000_000),
    "nul": _says(lambda good: good.replace("What of", "What\0 of")),
    "surrogate_esc": _says(lambda good: good.replace("What of", "What \ud800 of")),
    "surrogate_raw": _bytes(b"What of", b"What \xed\xa0\x80 of"),
    "bad_utf8": _bytes(b"What of", b"What \xff\xfe of"),
    "bom": _says(lambda good: "\ufeff" + good),
    "crlf": _says(lambda good: good.replace("\n", "\r\n")),
    "html_200": lambda prompt: b"<html><body>Sign in to the hotel network</body></html>",
    "error_200": lambda prompt: b'{"error": {"message": "upstream failed"}}',
    "sse_unasked": _streamed,
}
"""The body that each fault gives in reply to a prompt."""

UNANSWERED = frozenset({"html_200", "error_200"})
"""Those that are no answer of a teacher."""
