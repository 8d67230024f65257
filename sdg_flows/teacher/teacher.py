from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import TypeAlias

import anyio

from sdg_flows.core.errors import EndpointDown, GenerateError
from sdg_flows.core.exchange import PAID, Answer, OutcomeName, Request, Usage
from sdg_flows.teacher.answers import Answers, KeptReply
from sdg_flows.teacher.keeping import Keeping
from sdg_flows.teacher.lane import Lane, Lanes
from sdg_flows.teacher.line import Line, LineFault, Reply
from sdg_flows.teacher.pace import Lease, Pace
from sdg_flows.teacher.reading import Reading, read_reply
from sdg_flows.teacher.retrying import ATTEMPTS, LONGEST_RETRY_AFTER, wait_before

_FINAL: frozenset[OutcomeName] = frozenset({*PAID, "bad_request", "too_long"})
"""Outcomes that another attempt would not change; their replies are kept."""


KeyedRequest: TypeAlias = tuple[str, Request]
"""A request and the key of its answer."""


@dataclass
class Tally:
    """What has been asked and answered so far, for the display. `asked` counts attempts sent."""

    asked: int = 0
    answered: int = 0
    kept: int = 0
    usage: Usage = field(default_factory=Usage)

    def add(self, other: Tally) -> None:
        """Count what was counted elsewhere."""
        self.asked += other.asked
        self.answered += other.answered
        self.kept += other.kept
        self.usage += other.usage


class Teacher:
    """A line to a model, further ones by name, and the one store of all their answers.

    `fresh` counts how often the user has asked for all new draws; it is part of every answer's key. Without `named`,
    the one line answers whatever teacher a request names. Each line has a pace of its own; one that stops, stops all.
    """

    def __init__(
        self, line: Line, store: Answers, pace: Pace, *, fresh: int = 0, named: Mapping[str, Lane] | None = None
    ) -> None:
        self.line = line
        self.tally = Tally()
        self._store = store
        self._keeping = Keeping(store)
        self._lanes = Lanes(Lane(line, pace), named)
        self._fresh = fresh
        self._stopped: GenerateError | None = None
        self._asking: dict[str, asyncio.Future[Reading]] = {}

    @property
    def identity(self) -> tuple[str | int, ...]:
        """Give what a checkpoint of answers depends on: each endpoint and its model, and the number of fresh draws."""
        own, model, *further = self._lanes.identity
        return (own, model, self._fresh, *further)

    @property
    def in_flight(self) -> int:
        """Give the number of requests that are with the servers now."""
        return sum(lane.pace.in_flight for lane in self._lanes.all)

    def note_use(self, checkpoint: str, answers: Iterable[str]) -> None:
        """Note which answers a checkpoint rests on."""
        self._store.note_use(checkpoint, answers)

    def stop(self, reason: GenerateError) -> None:
        """Send no more; what is in flight is still awaited and kept, and `ask` then raises `reason`."""
        self._stopped = self._stopped or reason
        for lane in self._lanes.all:
            lane.pace.release()

    async def ask(
        self, requests: Sequence[Request], counted: Callable[[int], None] = lambda count: None
    ) -> list[Answer]:
        """Answer every request, in the same order; one that fails is an `Answer` with its outcome, not an exception.

        Equal keys are asked once. Attempts are repeated on 429, 5xx, transport errors and deadlines, after the
        server's Retry-After or 0.5 s doubling with full jitter. Every reply is in the answer store before it is read.
        `counted` is called with the number of requests that have their answer since the last call.

        Raises:
            TeacherStopped: the key is refused or the quota is used up.
            EndpointDown: no reply for two minutes, or more than half of the last 200 attempts failed.
            DiskError: the answer store cannot be written.
            SettingsError: a request names a teacher that is not there; none of the requests was asked.
        """
        return await self.answers(self.keyed(requests), counted)

    def keyed(self, requests: Sequence[Request]) -> list[KeyedRequest]:
        """Give each request with the key of its answer.

        Raises:
            SettingsError: a request names a teacher that is not there.
        """
        return [self._newest_draw(request) for request in requests]

    async def answers(
        self, keyed: Sequence[KeyedRequest], counted: Callable[[int], None] = lambda count: None
    ) -> list[Answer]:
        """Do as `ask` does for requests whose keys are known."""
        keys = [key for key, _ in keyed]
        readings = {key: read_reply(reply) for key, reply in self._store.find(set(keys)).items()}
        missing = {key: request for key, request in keyed if key not in readings}
        bought = set(missing) - set(self._asking)
        counted(len(keyed) - len(missing))
        readings |= await self._readings(missing, counted)
        answers: list[Answer] = []
        for key, request in keyed:
            answers.append(_answer(key, request, readings[key], kept=key not in bought))
            bought.discard(key)
        self.tally.kept += sum(answer.kept for answer in answers)
        return answers

    def beside(self, store: Answers, tally: Tally) -> Teacher:
        """Give a teacher over the same lines, at the same pace, that keeps its answers in another store."""
        teacher = copy(self)
        teacher.tally, teacher._store, teacher._keeping, teacher._asking = tally, store, Keeping(store), {}
        return teacher

    def kept(self, keyed: Sequence[KeyedRequest]) -> dict[str, Reply]:
        """Give the replies that are in the answer store already, by key.

        Raises:
            GenerateError: the teacher was stopped; the reason.
        """
        if self._stopped:
            raise self._stopped
        return self._store.find({key for key, _ in keyed})

    def take(self, replies: Sequence[KeptReply], tally: Tally) -> None:
        """Keep what another process has bought, and count it.

        Raises:
            DiskError: the answer store cannot be written.
        """
        self._store.keep(replies)
        self.tally.add(tally)

    async def close(self) -> None:
        """Let go of the lines and the store."""
        for lane in self._lanes.all:
            await lane.line.close()
        self._store.close()

    def _newest_draw(self, request: Request) -> KeyedRequest:
        """Give the key of a request's answer and the request, as they are after all retries."""
        key, times = self._store.current(self._lanes.of(request).key(request, self._fresh))
        return key, request.again(times) if times else request

    async def _readings(self, asked: dict[str, Request], counted: Callable[[int], None]) -> dict[str, Reading]:
        """Ask for each key, at the pace of the endpoint; a key that is being asked for already is waited for."""
        waited_for = {key: self._asking[key] for key in asked if key in self._asking}
        mine = {key: asyncio.get_running_loop().create_future() for key in asked if key not in waited_for}
        self._asking |= mine
        for answered in mine.values():
            answered.add_done_callback(lambda done: counted(1))
        try:
            async with anyio.create_task_group() as group:
                for key, answered in mine.items():
                    lane = self._lanes.of(asked[key])
                    lease = await lane.pace.enter()
                    if self._stopped:
                        lane.pace.leave()
                        break
                    group.start_soon(self._settle, key, asked[key], lease, answered)
            if waited_for:
                await asyncio.wait(waited_for.values())
        finally:
            for key, answered in mine.items():
                del self._asking[key]
                answered.cancel()
        counted(len(waited_for))
        if self._stopped:
            raise self._stopped
        return {key: answered.result() for key, answered in (mine | waited_for).items()}

    async def _settle(self, key: str, request: Request, lease: Lease, answered: asyncio.Future[Reading]) -> None:
        """Ask until there is a final reading, or the teacher has stopped. Gives back the place in flight."""
        lane = self._lanes.of(request)
        attempts: Counter[OutcomeName] = Counter()
        while True:
            try:
                reading, retry_after = await self._attempt(lane, key, request)
            except GenerateError as error:
                return self.stop(error)
            finally:
                lane.pace.leave()
            if fatal := lane.health.fatal(reading):
                self.stop(fatal)
            attempts[reading.outcome] += 1
            if attempts[reading.outcome] >= ATTEMPTS.get(reading.outcome, 0):
                self.tally.answered += reading.outcome in PAID
                self.tally.usage += reading.usage
                return answered.set_result(reading)
            await self._back_off(lane, lease, reading, retry_after, attempts[reading.outcome])
            lease = await lane.pace.enter()
            if self._stopped:
                return lane.pace.leave()

    async def _back_off(
        self, lane: Lane, lease: Lease, reading: Reading, retry_after: float | None, attempt: int
    ) -> None:
        """Wait before the next attempt; a 429, a deadline or a dead line holds back everybody."""
        if self._stopped:
            return
        wait = wait_before(attempt) if retry_after is None else retry_after
        if wait > LONGEST_RETRY_AFTER:
            self.stop(EndpointDown(f"{lane.line.description}: asks to come back in {wait:.0f} s; start again then."))
        elif reading.outcome in ("rate", "deadline"):
            lane.pace.refused(lease, wait)
        elif reading.outcome == "transport" or retry_after is not None:
            lane.pace.hold(wait)
        else:
            await asyncio.sleep(wait)

    async def _attempt(self, lane: Lane, key: str, request: Request) -> tuple[Reading, float | None]:
        self.tally.asked += 1
        try:
            reply = await lane.line.send(request)
        except LineFault as fault:
            return Reading(fault.outcome, detail=str(fault)), None
        reading = read_reply(reply)
        if reading.outcome in _FINAL:
            await self._keeping.keep(key, request.model or lane.line.model, reply)
        if reading.outcome not in ATTEMPTS:
            lane.pace.replied()
        return reading, reply.retry_after


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
