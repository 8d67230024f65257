"""A reply to a list of prompts, taken apart into the replies that they would have had alone. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

from sdg_flows.teacher.backend import Reply


def split_reply(reply: Reply, prompts: Sequence[str], *, first_usage: bool) -> list[Reply] | None:
    """Return a reply for each prompt, with the choice whose index is the prompt's place; None when it is no such reply.

    Servers tell the tokens of the whole request, or, with `first_usage`, of its first prompt, as llama.cpp does. Each
    part has a share by length in characters, and `shared_by` says among how many: the sum is the server's, or an
    estimate from the first; a single part's is always an estimate.
    """
    body = _object_in(reply)
    choices = _in_order(body.pop("choices", None), len(prompts))
    if choices is None:
        return None
    told: Any = body.pop("usage", None)
    usages = _usages(told if isinstance(told, dict) else {}, prompts, choices, first_usage=first_usage)
    parts = [
        {**body, "choices": [{**choice, "index": 0}], "usage": usage}
        for choice, usage in zip(choices, usages, strict=True)
    ]
    return [Reply(200, json.dumps(part, ensure_ascii=False).encode(errors="surrogatepass")) for part in parts]


def proportional_shares(total: int, sizes: Sequence[int]) -> list[int]:
    """Share a whole number out in proportion to sizes, all above zero; the shares add up to it."""
    ends = [total * end // sum(sizes) for end in accumulate(sizes)]
    return [after - before for before, after in pairwise([0, *ends])]


def _object_in(reply: Reply) -> dict[str, Any]:
    """Return the object that a good reply is; an empty one in place of anything else."""
    try:
        body: Any = json.loads(reply.body) if reply.status == 200 else None
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _in_order(choices: Any, count: int) -> list[Mapping[str, Any]] | None:  # noqa: ANN401  whatever the server put there
    """Return the choices in the order of the prompts when there is exactly one for each."""
    if not isinstance(choices, list) or len(choices) != count:
        return None
    placed = {one["index"]: one for one in choices if isinstance(one, dict) and isinstance(one.get("index"), int)}
    return [placed[at] for at in range(count)] if placed.keys() == set(range(count)) else None


def _usages(
    told: Mapping[str, Any], prompts: Sequence[str], choices: Sequence[Mapping[str, Any]], *, first_usage: bool
) -> list[dict[str, int]]:
    sizes = {
        "prompt_tokens": [len(prompt) + 1 for prompt in prompts],
        "completion_tokens": [len(str(choice.get("text"))) + 1 for choice in choices],
    }
    usages: list[dict[str, int]] = [{"shared_by": len(prompts)} for _ in prompts]
    for name, lengths in sizes.items():
        count = told.get(name)
        if isinstance(count, int):
            total = round(count * sum(lengths) / lengths[0]) if first_usage else count
            for usage, share in zip(usages, proportional_shares(total, lengths), strict=True):
                usage[name] = share
    return usages
