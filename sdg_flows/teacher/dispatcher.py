"""From a request to its final reading: attempts, the waits between them, and when to stop."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import anyio

from sdg_flows.core.errors import EndpointDown, GenerateError
from sdg_flows.core.exchange import PAID, OutcomeName, Request, Usage
from sdg_flows.core.latency import Latency
from sdg_flows.teacher.answer_store.group_commit import GroupCommit
from sdg_flows.teacher.backend import BackendError
from sdg_flows.teacher.budget import Budget, usage_or_estimate
from sdg_flows.teacher.endpoint import Endpoint, Endpoints
from sdg_flows.teacher.pacing.pace import Permit
from sdg_flows.teacher.reading import Reading, read_reply
from sdg_flows.teacher.retry_policy import ATTEMPTS, MAX_RETRY_AFTER, wait_before

_FINAL: frozenset[OutcomeName] = frozenset({*PAID, "bad_request", "too_long"})
"""Outcomes that another attempt would not change; their replies are kept."""


@dataclass
class Tally:
    """What has been asked and answered so far, for the display. `asked` counts attempts sent;
    `latency` is that of replies that were final.
    """

    asked: int = 0
    answered: int = 0
    kept: int = 0
    usage: Usage = field(default_factory=Usage)
    latency: Latency = field(default_factory=Latency)

    def add(self, other: Tally) -> None:
        """Add what was counted elsewhere."""
        self.asked += other.asked
        self.answered += other.answered
        self.kept += other.kept
        self.usage += other.usage
        self.latency.add(other.latency)


class RequestQueue(NamedTuple):
    """The requests of one call of `answers`, and their group; `waiting` are those not yet taken."""

    group: str
    waiting: Iterator[tuple[str, Request, asyncio.Future[Reading]]]


class _Outgoing(NamedTuple):
    """A request that may go out now."""

    key: str
    request: Request
    answered: asyncio.Future[Reading]
    endpoint: Endpoint
    permit: Permit


class Dispatcher:
    """Sends requests at the pace of their endpoints, retries them, and keeps every final reply before it is read."""

    def __init__(self, endpoints: Endpoints, commits: GroupCommit) -> None:
        self.tally = Tally()
        self.stopped: GenerateError | None = None
        self.budget: Budget | None = None
        self.tell_seconds: Callable[[str, float], None] = lambda key, seconds: None
        self._endpoints = endpoints
        self._commits = commits

    def with_store(self, commits: GroupCommit, tally: Tally) -> Dispatcher:
        """Return one at the same endpoints and paces that keeps and counts elsewhere."""
        other = Dispatcher(self._endpoints, commits)
        other.tally, other.stopped = tally, self.stopped
        return other

    def stop(self, reason: GenerateError) -> None:
        """Send no more; what is in flight is still awaited and kept."""
        self.stopped = self.stopped or reason
        for endpoint in self._endpoints.all:
            endpoint.pace.release()

    async def dispatch(self, queue: RequestQueue) -> None:
        """Answer the requests of a queue, until a stop. There is a task for each place in flight that they get."""
        async with anyio.create_task_group() as tasks:
            while outgoing := await self._next(queue):
                tasks.start_soon(self._work_on_queue, outgoing, queue)

    async def _next(self, queue: RequestQueue) -> _Outgoing | None:
        """Return the next request of a queue once it may go out; None after a stop."""
        taken = next(queue.waiting, None)
        if taken is None:
            return None
        endpoint = self._endpoints.of(taken[1])
        permit = await endpoint.pace.enter(queue.group)
        if self.stopped:
            return endpoint.pace.leave()
        return _Outgoing(*taken, endpoint, permit)

    async def _work_on_queue(self, outgoing: _Outgoing | None, queue: RequestQueue) -> None:
        """Send a request until it is answered, and then others of the queue."""
        while outgoing:
            await self._send_until_final(outgoing, queue.group)
            outgoing = await self._next(queue)

    async def _send_until_final(self, outgoing: _Outgoing, group: str) -> None:
        """Ask until there is a final reading, or the teacher has stopped. Gives back the place in flight."""
        key, request, answered, endpoint, permit = outgoing
        attempts: Counter[OutcomeName] = Counter()
        while True:
            try:
                reading, retry_after = await self._attempt(endpoint, permit, key, request)
            except GenerateError as error:
                return self.stop(error)
            finally:
                endpoint.pace.leave()
            if fatal := endpoint.breaker.fatal(reading):
                self.stop(fatal)
            attempts[reading.outcome] += 1
            if attempts[reading.outcome] >= ATTEMPTS.get(reading.outcome, 0):
                self.tally.answered += reading.outcome in PAID
                self.tally.usage += reading.usage
                self._spend(request, reading, endpoint)
                return answered.set_result(reading)
            await self._back_off(endpoint, permit, reading, retry_after, attempts[reading.outcome])
            permit = await endpoint.pace.enter(group)
            if self.stopped:
                return endpoint.pace.leave()

    def _spend(self, request: Request, reading: Reading, endpoint: Endpoint) -> None:
        """Count an answer's cost against the budget, and stop when that is spent."""
        if self.budget is None or reading.outcome not in PAID:
            return
        usage = usage_or_estimate(reading.usage, request.characters, len(reading.text or ""))
        if spent := self.budget.spend(usage, endpoint.price):
            self.stop(spent)

    async def _back_off(
        self, endpoint: Endpoint, permit: Permit, reading: Reading, retry_after: float | None, attempt: int
    ) -> None:
        """Wait before the next attempt; a 429, a deadline or a dead connection holds back everybody."""
        if self.stopped:
            return
        wait = wait_before(attempt) if retry_after is None else retry_after
        if wait > MAX_RETRY_AFTER:
            self.stop(
                EndpointDown(f"{endpoint.backend.description}: asks to come back in {wait:.0f} s; start again then.")
            )
        elif reading.outcome == "rate":
            endpoint.pace.refused(permit, retry_after)
            if retry_after is None:
                await asyncio.sleep(wait)
        elif reading.outcome == "deadline":
            endpoint.pace.timed_out(permit)
            endpoint.pace.hold(wait)
        elif reading.outcome == "transport" or retry_after is not None:
            endpoint.pace.hold(wait)
        else:
            await asyncio.sleep(wait)

    async def _attempt(
        self, endpoint: Endpoint, permit: Permit, key: str, request: Request
    ) -> tuple[Reading, float | None]:
        self.tally.asked += 1
        began = time.monotonic()
        try:
            reply = await endpoint.backend.send(request)
        except BackendError as fault:
            return Reading(fault.outcome, detail=str(fault)), None
        seconds = time.monotonic() - began
        self.tell_seconds(key, seconds)
        reading = read_reply(reply)
        if reading.outcome in _FINAL:
            self.tally.latency.record(seconds)
            await self._commits.keep(key, request.model or endpoint.backend.model, reply)
        if reading.outcome not in ATTEMPTS:
            endpoint.pace.replied(permit)
        return reading, reply.retry_after
