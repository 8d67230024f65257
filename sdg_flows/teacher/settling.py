"""From a question to its final reading: attempts, the waits between them, and when to stop."""

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
from sdg_flows.teacher.budget import Budget, usage_or_estimate
from sdg_flows.teacher.group_commit import Keeping
from sdg_flows.teacher.lane import Lane, Lanes
from sdg_flows.teacher.line import LineFault
from sdg_flows.teacher.pace import Permit
from sdg_flows.teacher.reading import Reading, read_reply
from sdg_flows.teacher.retry_policy import ATTEMPTS, LONGEST_RETRY_AFTER, wait_before

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


class Questions(NamedTuple):
    """The requests of one call of `answers`, and their group; `waiting` are those not yet taken."""

    group: str
    waiting: Iterator[tuple[str, Request, asyncio.Future[Reading]]]


class _LetOut(NamedTuple):
    """A question that may go out now."""

    key: str
    request: Request
    answered: asyncio.Future[Reading]
    lane: Lane
    permit: Permit


class Settling:
    """Settles questions at the pace of their endpoints, and keeps every final reply before it is read."""

    def __init__(self, lanes: Lanes, keeping: Keeping) -> None:
        self.tally = Tally()
        self.stopped: GenerateError | None = None
        self.budget: Budget | None = None
        self.tell_seconds: Callable[[str, float], None] = lambda key, seconds: None
        self._lanes = lanes
        self._keeping = keeping

    def beside(self, keeping: Keeping, tally: Tally) -> Settling:
        """Give one at the same endpoints and paces that keeps and counts elsewhere."""
        other = Settling(self._lanes, keeping)
        other.tally, other.stopped = tally, self.stopped
        return other

    def stop(self, reason: GenerateError) -> None:
        """Send no more; what is in flight is still awaited and kept."""
        self.stopped = self.stopped or reason
        for lane in self._lanes.all:
            lane.pace.release()

    async def settle(self, questions: Questions) -> None:
        """Answer all questions, unless there is a stop. There is a task for each place in flight that they get."""
        async with anyio.create_task_group() as tasks:
            while question := await self._let_out(questions):
                tasks.start_soon(self._settle_in_turn, question, questions)

    async def _let_out(self, questions: Questions) -> _LetOut | None:
        """Give the next question that nobody has taken, when it may go out; none any more after a stop."""
        taken = next(questions.waiting, None)
        if taken is None:
            return None
        lane = self._lanes.of(taken[1])
        permit = await lane.pace.enter(questions.group)
        if self.stopped:
            return lane.pace.leave()
        return _LetOut(*taken, lane, permit)

    async def _settle_in_turn(self, question: _LetOut | None, questions: Questions) -> None:
        """Settle a question, and then others that wait."""
        while question:
            await self._settle(question, questions.group)
            question = await self._let_out(questions)

    async def _settle(self, question: _LetOut, group: str) -> None:
        """Ask until there is a final reading, or the teacher has stopped. Gives back the place in flight."""
        key, request, answered, lane, permit = question
        attempts: Counter[OutcomeName] = Counter()
        while True:
            try:
                reading, retry_after = await self._attempt(lane, permit, key, request)
            except GenerateError as error:
                return self.stop(error)
            finally:
                lane.pace.leave()
            if fatal := lane.breaker.fatal(reading):
                self.stop(fatal)
            attempts[reading.outcome] += 1
            if attempts[reading.outcome] >= ATTEMPTS.get(reading.outcome, 0):
                self.tally.answered += reading.outcome in PAID
                self.tally.usage += reading.usage
                self._spend(request, reading, lane)
                return answered.set_result(reading)
            await self._back_off(lane, permit, reading, retry_after, attempts[reading.outcome])
            permit = await lane.pace.enter(group)
            if self.stopped:
                return lane.pace.leave()

    def _spend(self, request: Request, reading: Reading, lane: Lane) -> None:
        """Count an answer's cost against the budget, and stop when that is spent."""
        if self.budget is None or reading.outcome not in PAID:
            return
        usage = usage_or_estimate(reading.usage, request.characters, len(reading.text or ""))
        if spent := self.budget.spend(usage, lane.price):
            self.stop(spent)

    async def _back_off(
        self, lane: Lane, permit: Permit, reading: Reading, retry_after: float | None, attempt: int
    ) -> None:
        """Wait before the next attempt; a 429, a deadline or a dead line holds back everybody."""
        if self.stopped:
            return
        wait = wait_before(attempt) if retry_after is None else retry_after
        if wait > LONGEST_RETRY_AFTER:
            self.stop(EndpointDown(f"{lane.line.description}: asks to come back in {wait:.0f} s; start again then."))
        elif reading.outcome == "rate":
            lane.pace.refused(permit, retry_after)
            if retry_after is None:
                await asyncio.sleep(wait)
        elif reading.outcome == "deadline":
            lane.pace.overdue(permit)
            lane.pace.hold(wait)
        elif reading.outcome == "transport" or retry_after is not None:
            lane.pace.hold(wait)
        else:
            await asyncio.sleep(wait)

    async def _attempt(self, lane: Lane, permit: Permit, key: str, request: Request) -> tuple[Reading, float | None]:
        self.tally.asked += 1
        began = time.monotonic()
        try:
            reply = await lane.line.send(request)
        except LineFault as fault:
            return Reading(fault.outcome, detail=str(fault)), None
        seconds = time.monotonic() - began
        self.tell_seconds(key, seconds)
        reading = read_reply(reply)
        if reading.outcome in _FINAL:
            self.tally.latency.note(seconds)
            await self._keeping.keep(key, request.model or lane.line.model, reply)
        if reading.outcome not in ATTEMPTS:
            lane.pace.replied(permit)
        return reading, reply.retry_after
