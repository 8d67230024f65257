from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import anyio

from sdg_flows.core.errors import EndpointDown, GenerateError
from sdg_flows.core.exchange import Answer, OutcomeName, Request, Usage
from sdg_flows.teacher.keeping import Keeping
from sdg_flows.teacher.line import Line, LineFault
from sdg_flows.teacher.pace import Lease, Pace
from sdg_flows.teacher.reading import Reading, read_reply
from sdg_flows.teacher.retrying import ATTEMPTS, LONGEST_RETRY_AFTER, Health, wait_before
from sdg_flows.teacher.store import AnswerStore

_ANSWERS: frozenset[OutcomeName] = frozenset({"ok", "cut", "filtered", "refused", "malformed"})
"""Outcomes that were paid for."""
_FINAL: frozenset[OutcomeName] = frozenset({*_ANSWERS, "bad_request", "too_long"})
"""Outcomes that another attempt would not change; their replies are kept."""


@dataclass
class Tally:
    """What has been asked and answered so far, for the display. `asked` counts attempts sent."""

    asked: int = 0
    answered: int = 0
    kept: int = 0
    usage: Usage = field(default_factory=Usage)


class Teacher:
    """A line to a model, and the store of all its answers.

    `fresh` counts how often the user has asked for all new draws; it is part of every answer's key.
    """

    def __init__(self, line: Line, store: AnswerStore, pace: Pace, *, fresh: int = 0) -> None:
        self.line = line
        self.tally = Tally()
        self._store = store
        self._keeping = Keeping(store)
        self._pace = pace
        self._fresh = fresh
        self._health = Health(line.description)
        self._stopped: GenerateError | None = None
        self._asking: dict[str, asyncio.Future[Reading]] = {}

    @property
    def identity(self) -> tuple[str, str, int]:
        """Give what a checkpoint of answers depends on: endpoint, default model, and number of fresh draws."""
        return (self.line.identity, self.line.model, self._fresh)

    @property
    def in_flight(self) -> int:
        """Give the number of requests that are with the server now."""
        return self._pace.in_flight

    def stop(self, reason: GenerateError) -> None:
        """Send no more; what is in flight is still awaited and kept, and `ask` then raises `reason`."""
        self._stopped = self._stopped or reason
        self._pace.release()

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
        """
        keys = [request.key(self.line.identity, self.line.model, self._fresh) for request in requests]
        readings = {key: read_reply(reply) for key, reply in self._store.find(set(keys)).items()}
        missing = {key: request for key, request in zip(keys, requests, strict=True) if key not in readings}
        bought = set(missing) - set(self._asking)
        counted(len(requests) - len(missing))
        readings |= await self._readings(missing, counted)
        answers: list[Answer] = []
        for key, request in zip(keys, requests, strict=True):
            answers.append(_answer(key, request, readings[key], kept=key not in bought))
            bought.discard(key)
        self.tally.kept += sum(answer.kept for answer in answers)
        return answers

    async def close(self) -> None:
        """Let go of the line and the store."""
        await self.line.close()
        self._store.close()

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
                    lease = await self._pace.enter()
                    if self._stopped:
                        self._pace.leave()
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
        attempts: Counter[OutcomeName] = Counter()
        while True:
            try:
                reading, retry_after = await self._attempt(key, request)
            except GenerateError as error:
                return self.stop(error)
            finally:
                self._pace.leave()
            if fatal := self._health.fatal(reading):
                self.stop(fatal)
            attempts[reading.outcome] += 1
            if attempts[reading.outcome] >= ATTEMPTS.get(reading.outcome, 0):
                self.tally.answered += reading.outcome in _ANSWERS
                self.tally.usage += reading.usage
                return answered.set_result(reading)
            await self._back_off(lease, reading, retry_after, attempts[reading.outcome])
            lease = await self._pace.enter()
            if self._stopped:
                return self._pace.leave()

    async def _back_off(self, lease: Lease, reading: Reading, retry_after: float | None, attempt: int) -> None:
        """Wait before the next attempt; a 429, a deadline or a dead line holds back everybody."""
        if self._stopped:
            return
        wait = wait_before(attempt) if retry_after is None else retry_after
        if wait > LONGEST_RETRY_AFTER:
            self.stop(EndpointDown(f"{self.line.description}: asks to come back in {wait:.0f} s; start again then."))
        elif reading.outcome in ("rate", "deadline"):
            self._pace.refused(lease, wait)
        elif reading.outcome == "transport" or retry_after is not None:
            self._pace.hold(wait)
        else:
            await asyncio.sleep(wait)

    async def _attempt(self, key: str, request: Request) -> tuple[Reading, float | None]:
        self.tally.asked += 1
        try:
            reply = await self.line.send(request)
        except LineFault as fault:
            return Reading(fault.outcome, detail=str(fault)), None
        reading = read_reply(reply)
        if reading.outcome in _FINAL:
            await self._keeping.keep(key, request.model or self.line.model, reply)
        if reading.outcome not in ATTEMPTS:
            self._pace.replied()
        return reading, reply.retry_after


def _answer(key: str, request: Request, reading: Reading, *, kept: bool) -> Answer:
    usage = Usage() if kept else reading.usage
    made = Answer(key, request.row_id, request.draw, reading.outcome, reading.text, reading.detail, usage)
    return replace(made, kept=kept)
