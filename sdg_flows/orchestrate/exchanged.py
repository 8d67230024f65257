"""What was asked about a row and answered, made again from the answer store. Nothing is asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import pyarrow as pa

from sdg_flows.core.block import Outcome, TeacherBlock
from sdg_flows.core.exchange import Answer, Request
from sdg_flows.outputs.run_folders import Facts
from sdg_flows.teacher.kept_replies import key_of, keys_of_draws
from sdg_flows.teacher.line import Reply
from sdg_flows.teacher.reading import Reading, read_reply

Replies: TypeAlias = Callable[[Collection[str]], Mapping[str, Reply]]
"""Gives the kept replies among keys."""


@dataclass(frozen=True)
class Exchanged:
    """A request and its answer. `said` is None when it cannot be made again, and `answer` when it is not kept any more.

    `exact` is False when the key of what is said now is not that of the answer: it was asked with other words.
    """

    key: str
    said: Sequence[Mapping[str, str]] | None
    exact: bool
    answer: Reading | None


def answer_alone(key: str | None, replies: Replies) -> tuple[Exchanged, ...]:
    """Give the exchange of which no more is known than its answer's key; none without a key."""
    return () if key is None else (_exchange(key, None, replies([key]), exact=False),)


def exchanges(
    block: TeacherBlock, row: pa.Table, key: str | None, facts: Facts, replies: Replies
) -> tuple[tuple[Exchanged, ...], Outcome | None]:
    """Give what was asked about a row, and what the block made of its answers; None for it unless all are kept.

    With the key of an answer it is the exchange of that answer alone, else all that the block asks about the row.
    """
    requests = block.requests(row)
    draws = [list(keys_of_draws(key_of(request, facts))) for request in requests]
    kept = replies([one for keys in draws for one in keys])
    newest = [_newest(keys, key, kept) for keys in draws]
    outcome = None
    if all(one in kept for one in newest):
        outcome = block.read(row, [_answer(one, asked, kept) for one, asked in zip(newest, requests, strict=True)])
    if key is None:
        pairs = zip(newest, requests, strict=True)
        return tuple(_exchange(one, request, kept, exact=one in kept) for one, request in pairs), outcome
    own = [request for request, keys in zip(requests, draws, strict=True) if key in keys]
    said = next(iter(own or requests), None)
    return (_exchange(key, said, replies([key]), exact=bool(own)),), outcome


def _newest(keys: Sequence[str], own: str | None, kept: Mapping[str, Reply]) -> str:
    """Give the key of the draw that the row was made of, else of the last one that is kept, else of the first."""
    if own is not None and own in keys:
        return own
    return next((key for key in reversed(keys) if key in kept), keys[0])


def _exchange(key: str, request: Request | None, kept: Mapping[str, Reply], *, exact: bool) -> Exchanged:
    return Exchanged(key, _said(request), exact, read_reply(kept[key]) if key in kept else None)


def _said(request: Request | None) -> Sequence[Mapping[str, str]] | None:
    if request is None or request.messages is not None:
        return request and request.messages
    return ({"role": "text", "content": request.prompt or ""},)


def _answer(key: str, request: Request, kept: Mapping[str, Reply]) -> Answer:
    read = read_reply(kept[key])
    return Answer(
        key,
        request.row_id,
        request.draw,
        read.outcome,
        read.text,
        read.detail,
        kept=True,
        reasoning=read.reasoning,
        logprobs=read.logprobs,
    )
