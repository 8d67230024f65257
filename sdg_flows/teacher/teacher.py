from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from typing import TypeAlias

from sdg_flows.core.errors import DiskError, GenerateError, SettingsError
from sdg_flows.core.exchange import Answer, Request, Usage
from sdg_flows.core.run_record import EndpointUsed
from sdg_flows.teacher.answer_store.answers import Answers, KeptReply
from sdg_flows.teacher.answer_store.group_commit import GroupCommit
from sdg_flows.teacher.backend import Backend, Reply
from sdg_flows.teacher.budget import Budget, Price
from sdg_flows.teacher.context import Context
from sdg_flows.teacher.dispatcher import Dispatcher, RequestQueue, Tally
from sdg_flows.teacher.endpoint import Endpoint, Endpoints
from sdg_flows.teacher.pacing.pace import Pace
from sdg_flows.teacher.pacing.shared_limit import SharedLimit
from sdg_flows.teacher.reading import Reading, read_reply
from sdg_flows.teacher.settings import DEFAULT_KEY_ENV

KeyedRequest: TypeAlias = tuple[str, Request]
"""A request and the key of its answer."""


class Teacher:
    """A backend, further ones by name, and the one store of all their answers.

    `fresh` counts how often the user has asked for all new draws; it is part of every answer's key. Without `named`,
    the one backend answers whatever teacher a request names. Each has a pace of its own; one that stops, stops all.
    `key_place` says where the key of the one backend is.
    """

    def __init__(
        self,
        backend: Backend,
        store: Answers,
        pace: Pace,
        *,
        fresh: int = 0,
        named: Mapping[str, Endpoint] | None = None,
        limit: SharedLimit | None = None,
        price: Price | None = None,
        context: Context | None = None,
        key_place: str = DEFAULT_KEY_ENV,
    ) -> None:
        self.backend = backend
        self._store = store
        self._endpoints = Endpoints(Endpoint(backend, pace, key_place, limit, price, context), named)
        self._dispatcher = Dispatcher(self._endpoints, GroupCommit(store))
        self._fresh = fresh
        self._asking: dict[str, asyncio.Future[Reading]] = {}

    @property
    def identity(self) -> tuple[str | int, ...]:
        """Return the inputs to a checkpoint key: each endpoint and its model, and the number of fresh draws."""
        own, model, *further = self._endpoints.identity
        return (own, model, self._fresh, *further)

    @property
    def endpoints(self) -> tuple[EndpointUsed, ...]:
        """Return the own endpoint, and those that have a name."""
        return self._endpoints.endpoints

    def price(self, named: str | None) -> Price | None:
        """Return what the endpoint of a name asks, None for the own one; None when the teacher file does not say."""
        return self._endpoints.named(named).price

    def context(self, named: str | None, model: str | None) -> Context | None:
        """Return how much a model takes at the endpoint of a name, None for the own one; None when it is not told.

        `model` is None for the endpoint's default model, which is the only one whose context is known.
        """
        endpoint = self._endpoints.named(named)
        return endpoint.context if model in (None, endpoint.backend.model) else None

    def description(self, named: str | None) -> str:
        """Return who answers at the named endpoint; None stands for the default one."""
        return self._endpoints.named(named).backend.description

    @property
    def fresh(self) -> int:
        """Return how often the user has asked for all new draws."""
        return self._fresh

    @property
    def tally(self) -> Tally:
        """Return what has been asked and answered so far."""
        return self._dispatcher.tally

    @property
    def in_flight(self) -> int:
        """Return the number of requests that are with the servers now."""
        return sum(endpoint.pace.in_flight for endpoint in self._endpoints.all)

    def record_use(self, checkpoint: str, answers: Iterable[str]) -> None:
        """Note which answers a checkpoint rests on."""
        self._store.note_use(checkpoint, answers)

    def stop(self, reason: GenerateError) -> None:
        """Send no more; what is in flight is still awaited and kept, and `answers` then raises `reason`."""
        self._dispatcher.stop(reason)

    @property
    def is_running(self) -> bool:
        """Return True unless the teacher was stopped."""
        return self._dispatcher.stopped is None

    def check_running(self) -> None:
        """Return unless the teacher was stopped.

        Raises:
            GenerateError: it was; the reason.
        """
        if self._dispatcher.stopped:
            raise self._dispatcher.stopped

    def limit_budget(self, budget: Budget) -> None:
        """Stop when the budget is spent; what is in flight then is still awaited, kept and paid.

        Raises:
            SettingsError: it is money, and an endpoint has no price.
        """
        if budget.unit == "usd" and not all(endpoint.price for endpoint in self._endpoints.all):
            raise SettingsError(
                "--budget: is money, and the teacher file does not say what each endpoint costs. Add price: "
                "{prompt: 0.5, completion: 1.5} (US dollars for a million tokens), or give tokens, such as 2Mtok."
            )
        self._dispatcher.budget = budget

    def on_answer_time(self, told: Callable[[str, float], None]) -> None:
        """Pass to `told` for each reply the key of its answer and the seconds from request to arrival."""
        self._dispatcher.tell_seconds = told

    def keyed(self, requests: Sequence[Request]) -> list[KeyedRequest]:
        """Return each request with the key of its answer.

        Raises:
            SettingsError: a request names a teacher that is not there.
        """
        return [self._newest_draw(request) for request in requests]

    async def answers(
        self, keyed: Sequence[KeyedRequest], counted: Callable[[int], None] = lambda count: None, group: str = ""
    ) -> list[Answer]:
        """Answer every request, in the same order; one that fails is an `Answer` with its outcome, not an exception.

        Equal keys are asked once. Attempts are repeated on 429, 5xx, transport errors and deadlines, after the
        server's Retry-After or 0.5 s doubling with full jitter. Every reply is in the answer store before it is read.
        `counted` is called with the number of requests that have their answer since the last call. Groups, such as
        pipelines that run side by side, take turns for the places in flight.

        Raises:
            TeacherStopped: the key is refused or the quota is used up.
            EndpointDown: no reply for two minutes, or more than half of the last 200 attempts failed.
            DiskError: the answer store cannot be read or written.
        """
        readings = {key: read_reply(reply) for key, reply in self._found({key for key, _ in keyed}).items()}
        missing = {key: request for key, request in keyed if key not in readings}
        bought = set(missing) - set(self._asking)
        counted(len(keyed) - len(missing))
        readings |= await self._readings(missing, counted, group)
        answers: list[Answer] = []
        for key, request in keyed:
            answers.append(_answer(key, request, readings[key], kept=key not in bought))
            bought.discard(key)
        self.tally.kept += sum(answer.kept for answer in answers)
        return answers

    def with_store(self, store: Answers, tally: Tally) -> Teacher:
        """Return a teacher over the same backends, at the same pace, that keeps its answers in another store."""
        teacher = copy(self)
        teacher._store, teacher._asking = store, {}
        teacher._dispatcher = self._dispatcher.with_store(GroupCommit(store), tally)
        return teacher

    def stored_replies(self, keyed: Sequence[KeyedRequest]) -> dict[str, Reply]:
        """Return the replies that are in the answer store already, by key.

        Raises:
            GenerateError: the teacher was stopped; the reason.
        """
        self.check_running()
        return self._store.find({key for key, _ in keyed})

    def replies(self, keys: Iterable[str]) -> dict[str, Reply]:
        """Return the replies among `keys` that are in the answer store, by key."""
        return self._store.find(keys)

    def store_replies(self, replies: Sequence[KeptReply], tally: Tally) -> None:
        """Keep what another process has bought, and count it.

        Raises:
            DiskError: the answer store cannot be written.
        """
        self._store.keep(replies)
        self.tally.add(tally)

    def answer_texts(self, keys: Iterable[str]) -> dict[str, str]:
        """Return the text of kept answers, or what was wrong with one that has none, by key."""
        readings = {key: read_reply(reply) for key, reply in self._store.find(keys).items()}
        return {key: reading.text or reading.detail or "" for key, reading in readings.items()}

    async def close(self) -> None:
        """Close the backends and the store."""
        for endpoint in self._endpoints.all:
            await endpoint.close()
        self._store.close()

    def _found(self, keys: set[str]) -> dict[str, Reply]:
        """Return the kept replies by key. When they cannot be read the teacher stops: others wait for its answers."""
        try:
            return self._store.find(keys)
        except DiskError as error:
            self.stop(error)
            raise

    def _newest_draw(self, request: Request) -> KeyedRequest:
        """Return the key of a request's answer and the request, as they are after all retries."""
        key, times = self._store.current(self._endpoints.of(request).key(request, self._fresh))
        return key, request.retry(times) if times else request

    async def _readings(
        self, asked: dict[str, Request], counted: Callable[[int], None], group: str
    ) -> dict[str, Reading]:
        """Ask for each key, at the pace of the endpoint; a key that is being asked for already is waited for."""
        waited_for = {key: self._asking[key] for key in asked if key in self._asking}
        mine = {key: asyncio.get_running_loop().create_future() for key in asked if key not in waited_for}
        self._asking |= mine
        for answered in mine.values():
            answered.add_done_callback(lambda done: counted(1))
        queue = RequestQueue(group, iter([(key, asked[key], answered) for key, answered in mine.items()]))
        try:
            await self._dispatcher.dispatch(queue)
            if waited_for:
                await asyncio.wait(waited_for.values())
        finally:
            for key, answered in mine.items():
                del self._asking[key]
                answered.cancel()
        counted(len(waited_for))
        self.check_running()
        return {key: answered.result() for key, answered in (mine | waited_for).items()}


def _answer(key: str, request: Request, reading: Reading, *, kept: bool) -> Answer:
    return Answer(
        key,
        request.row_id,
        request.draw,
        reading.outcome,
        reading.text,
        reading.detail,
        Usage() if kept else reading.usage,
        kept,
        reading.reasoning,
        reading.logprobs,
    )
