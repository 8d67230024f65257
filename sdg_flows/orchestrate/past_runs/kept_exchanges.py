"""Prompts and answers of a past run: prompts are rendered again, answers are read from the store. Nothing is asked."""

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
    """A request and its answer. `said` is None when the prompt cannot be rendered, `answer` when it is no longer kept.

    `exact` is False when the request as rendered now has another key than the answer: its wording has changed.
    """

    key: str
    said: Sequence[Mapping[str, str]] | None
    exact: bool
    answer: Reading | None


class _RequestDraws(NamedTuple):
    """A request, the keys that its draws may have, and the key of the draw to use."""

    request: Request
    keys: Sequence[str]
    key: str


class KeptExchanges:
    """The requests of a block about some rows, and their kept answers.

    `own` are the keys of the answers that rows were made of. They take precedence over later draws of the same
    requests.
    """

    def __init__(
        self, block: TeacherBlock, table: pa.Table, own: Collection[str], facts: Facts, replies: Replies
    ) -> None:
        requests = block.requests(table)
        draws = [list(keys_of_draws(key_of(request, facts))) for request in requests]
        self._kept = replies({*own, *(one for keys in draws for one in keys)})
        self._read: dict[str, Reading] = {}
        self._block, self._table = block, table
        self._requests = [
            _RequestDraws(request, keys, self._relevant_key(keys, own))
            for request, keys in zip(requests, draws, strict=True)
        ]

    def exchanges(self, row_id: str, key: str | None) -> tuple[KeptExchange, ...]:
        """Return the exchange of the answer with this key; without a key, all exchanges about the row."""
        about = [one for one in self._requests if one.request.row_id == row_id]
        if key is None:
            return tuple(self._exchange(one.key, one.request, exact=one.key in self._kept) for one in about)
        asked = [one.request for one in about if key in one.keys]
        said = next(iter(asked or [one.request for one in about]), None)
        return (self._exchange(key, said, exact=bool(asked)),)

    def outcome(self) -> Outcome:
        """Return the outcome of the block on those rows whose answers are all kept."""
        incomplete = {one.request.row_id for one in self._requests if one.key not in self._kept}
        complete = [one for one in self._requests if one.request.row_id not in incomplete]
        excluded = pa.array(sorted(incomplete), pa.string())
        table = self._table.filter(pc.invert(pc.is_in(self._table[ROW_ID], excluded))) if incomplete else self._table
        return self._block.read(table, [self._answer(one) for one in complete])

    def _relevant_key(self, keys: Sequence[str], own: Collection[str]) -> str:
        """Return the key of the draw that a row was made of, else of the last draw that is kept, else of the first."""
        made_of = (key for key in keys if key in own)
        return next(made_of, None) or next((key for key in reversed(keys) if key in self._kept), keys[0])

    def _reading(self, key: str) -> Reading:
        if key not in self._read:
            self._read[key] = read_reply(self._kept[key])
        return self._read[key]

    def _exchange(self, key: str, request: Request | None, *, exact: bool) -> KeptExchange:
        return KeptExchange(key, _messages(request), exact, self._reading(key) if key in self._kept else None)

    def _answer(self, drawn: _RequestDraws) -> Answer:
        read, request = self._reading(drawn.key), drawn.request
        return Answer(
            drawn.key,
            request.row_id,
            request.draw,
            read.outcome,
            read.text,
            read.detail,
            kept=True,
            reasoning=read.reasoning,
            logprobs=read.logprobs,
        )


def exchange_without_request(key: str | None, replies: Replies) -> tuple[KeptExchange, ...]:
    """Return the exchange of an answer of which only the key is known; none without a key."""
    if key is None:
        return ()
    kept = replies([key])
    return (KeptExchange(key, None, exact=False, answer=read_reply(kept[key]) if key in kept else None),)


def _messages(request: Request | None) -> Sequence[Mapping[str, str]] | None:
    if request is None or request.messages is not None:
        return request and request.messages
    return ({"role": "text", "content": request.prompt or ""},)
