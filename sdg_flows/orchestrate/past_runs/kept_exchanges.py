"""Prompts and answers of a past run: prompts are made again, answers are read from the store. Nothing is asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from sdg_flows.core.block import Outcome, TeacherBlock
from sdg_flows.core.exchange import Answer, Request
from sdg_flows.core.table import ROW_ID
from sdg_flows.outputs.past_runs.run_folders import Facts
from sdg_flows.teacher.answer_store.kept_replies import key_of, keys_of_draws
from sdg_flows.teacher.backend import Reply
from sdg_flows.teacher.reading import Reading, read_reply

Replies: TypeAlias = Callable[[Collection[str]], Mapping[str, Reply]]
"""Gives the kept replies among keys."""


@dataclass(frozen=True)
class KeptExchange:
    """A request and its answer. `said` is None when it cannot be made again, and `answer` when it is no longer kept.

    `exact` is False when the request made now has another key than the answer: its wording has changed.
    """

    key: str
    said: Sequence[Mapping[str, str]] | None
    exact: bool
    answer: Reading | None


class _Drawn(NamedTuple):
    """A request, the keys that its draws may have, and the key of the one that counts."""

    request: Request
    keys: Sequence[str]
    newest: str


class KeptExchanges:
    """What a block asks about some rows, and the answers that are kept.

    `own` are the keys of the answers that rows were made of. They count before later draws of the same requests.
    """

    def __init__(
        self, block: TeacherBlock, table: pa.Table, own: Collection[str], facts: Facts, replies: Replies
    ) -> None:
        requests = block.requests(table)
        draws = [list(keys_of_draws(key_of(request, facts))) for request in requests]
        self._kept = replies({*own, *(one for keys in draws for one in keys)})
        self._read: dict[str, Reading] = {}
        self._block, self._table = block, table
        self._drawn = [
            _Drawn(request, keys, self._newest(keys, own)) for request, keys in zip(requests, draws, strict=True)
        ]

    def exchanges(self, row_id: str, key: str | None) -> tuple[KeptExchange, ...]:
        """Return the exchange of an answer with a key, else all about a row."""
        about = [one for one in self._drawn if one.request.row_id == row_id]
        if key is None:
            return tuple(self._exchange(one.newest, one.request, exact=one.newest in self._kept) for one in about)
        asked = [one.request for one in about if key in one.keys]
        said = next(iter(asked or [one.request for one in about]), None)
        return (self._exchange(key, said, exact=bool(asked)),)

    def outcome(self) -> Outcome:
        """Return what the block makes of the rows whose answers are all kept."""
        lacking = {one.request.row_id for one in self._drawn if one.newest not in self._kept}
        whole = [one for one in self._drawn if one.request.row_id not in lacking]
        without = pa.array(sorted(lacking), pa.string())
        table = self._table.filter(pc.invert(pc.is_in(self._table[ROW_ID], without))) if lacking else self._table
        return self._block.read(table, [self._answer(one) for one in whole])

    def _newest(self, keys: Sequence[str], own: Collection[str]) -> str:
        """Return the key of the draw that a row was made of, else of the last one that is kept, else of the first."""
        made_of = (key for key in keys if key in own)
        return next(made_of, None) or next((key for key in reversed(keys) if key in self._kept), keys[0])

    def _reading(self, key: str) -> Reading:
        if key not in self._read:
            self._read[key] = read_reply(self._kept[key])
        return self._read[key]

    def _exchange(self, key: str, request: Request | None, *, exact: bool) -> KeptExchange:
        return KeptExchange(key, _said(request), exact, self._reading(key) if key in self._kept else None)

    def _answer(self, drawn: _Drawn) -> Answer:
        read, request = self._reading(drawn.newest), drawn.request
        return Answer(
            drawn.newest,
            request.row_id,
            request.draw,
            read.outcome,
            read.text,
            read.detail,
            kept=True,
            reasoning=read.reasoning,
            logprobs=read.logprobs,
        )


def answer_alone(key: str | None, replies: Replies) -> tuple[KeptExchange, ...]:
    """Return an exchange of which only the answer's key is known; none without a key."""
    if key is None:
        return ()
    kept = replies([key])
    return (KeptExchange(key, None, exact=False, answer=read_reply(kept[key]) if key in kept else None),)


def _said(request: Request | None) -> Sequence[Mapping[str, str]] | None:
    if request is None or request.messages is not None:
        return request and request.messages
    return ({"role": "text", "content": request.prompt or ""},)
