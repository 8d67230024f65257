"""Log-probabilities and rewards that look like a model's, made from words alone."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import regex

from sdg_flows.core.exchange import Request
from sdg_flows.core.identity import digest
from sdg_flows.teacher.offline.sentences import overlap

_LEAST, _SPREAD = 0.55, 0.4
"""A token of the answer has a probability from 0.55 to 0.95."""
_STEP = regex.compile(r"<\|?[a-z]+_?\d*\|?>")


def make_logprobs(request: Request, text: str, choices: Sequence[str] = ()) -> Mapping[str, Any] | None:
    """Return the `logprobs` of a choice when the request asks for them: one token a word.

    The other likely tokens are the other choices, else other words of the answer.
    """
    asked = request.params.get("logprobs")
    if asked is None or asked is False:
        return None
    tokens = regex.findall(r"\s*\S+", text)
    rivals = [*choices, *dict.fromkeys(tokens)]
    most = int(request.params.get("top_logprobs", 0) if request.messages is not None else asked)
    tops = [_likely(token, at, rivals, most) for at, token in enumerate(tokens)]
    if request.messages is None:
        own = [top[token] for top, token in zip(tops, tokens, strict=True)]
        return {"tokens": tokens, "token_logprobs": own, "top_logprobs": tops}
    return {"content": [_chat_token(token, top, most) for token, top in zip(tokens, tops, strict=True)]}


def make_rewards(request: Request) -> list[dict[str, Any]]:
    """Return the `data` of a reward model: for each step that ends with a marker, how likely it is wrong and right.

    A step is right as far as its words are those of the question.
    """
    said = [message["content"] for message in request.messages or ()]
    question, answer = " ".join(said[:-1]), "".join(said[-1:])
    steps = _STEP.split(answer)[:-1] or [answer]
    right = [round(_LEAST + _SPREAD * overlap(step, question), 4) for step in steps]
    return [{"index": 0, "object": "pooling", "data": [[round(1 - one, 4), one] for one in right]}]


def _likely(token: str, place: int, rivals: Sequence[str], most: int) -> dict[str, float]:
    chance = _LEAST + _SPREAD * (int(digest(token, place)[:6], 16) / 0xFFFFFF)
    others = [rival for rival in rivals if rival != token][: max(most, 1) - 1]
    rest = [(1 - chance) / 2**at for at in range(1, len(others) + 1)]
    return {name: round(math.log(one), 6) for name, one in zip([token, *others], [chance, *rest], strict=True)}


def _chat_token(token: str, likely: Mapping[str, float], most: int) -> dict[str, Any]:
    top = [{"token": name, "logprob": value} for name, value in likely.items()] if most else []
    return {"token": token, "logprob": likely[token], "top_logprobs": top}
