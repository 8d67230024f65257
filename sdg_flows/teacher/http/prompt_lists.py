"""Several prompts in one request to /v1/completions."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sdg_flows.teacher.backend import BackendError, Reply
from sdg_flows.teacher.http.splitting import split_reply

Body: TypeAlias = Mapping[str, Any]

PLENTY = 250
"""Requests a second up to which prompts go alone; beyond, as many go together as keep to it."""
WINDOW = 0.25
"""Seconds over which the prompts are counted."""
_REFUSED = frozenset({400, 413, 422})
_ABOUT_THE_LIST = frozenset({200, 500, 501}) | _REFUSED
"""Statuses that single prompts may not have; any other one, such as 429, is the reply to each prompt."""


@dataclass
class _List:
    bodies: list[Body] = field(default_factory=list[Body])
    replies: asyncio.Future[list[Reply | BackendError]] = field(init=False)

    @property
    def prompts(self) -> list[str]:
        return [body["prompt"] for body in self.bodies]


class PromptLists:
    """Sends prompts for /v1/completions; those that go out at one moment with equal parameters go as one list.

    An answer waits for the last one of its list, so lists are as short as the rate of prompts allows: one prompt up to
    250 a second, two up to 500, and so on up to `most`. That a server takes lists, and how long ones, is learnt from
    the first: until one has come back well there is no second. A list that comes to nothing is asked again prompt by
    prompt, and what failed with its list by a deadline or a lost connection goes alone the next time.
    """

    def __init__(self, most: int, send: Callable[[Body], Awaitable[Reply]]) -> None:
        self.first_usage = False
        self._most = most
        self._send = send
        self._gathering: dict[str, _List] = {}
        self._alone: set[str] = set()
        self._proven = False
        self._trying = False
        self._rate, self._count, self._since = 0.0, 0, 0.0

    async def ask(self, body: Body) -> Reply:
        """Make one attempt for the prompt of `body`, alone or in a list.

        Raises:
            BackendError: no whole reply came back in time.
        """
        size = self._size(asyncio.get_running_loop().time())
        if size == 1 or body["prompt"] in self._alone:
            self._alone.discard(body["prompt"])
            return await self._send(body)
        joined = self._join(body, size)
        place = len(joined.bodies) - 1
        reply = (await asyncio.shield(joined.replies))[place]
        if isinstance(reply, BackendError):
            raise reply
        return reply

    def _size(self, now: float) -> int:
        """Count a prompt; return how many go together at the rate of the last quarter of a second."""
        self._count += 1
        if now - self._since >= WINDOW:
            self._rate, self._count, self._since = self._count / (now - self._since), 0, now
        return max(1, min(self._most, 1 + int(self._rate / PLENTY)))

    def _join(self, body: Body, size: int) -> _List:
        """Put a prompt into the list that goes out next with its parameters."""
        likeness = json.dumps({**body, "prompt": None}, sort_keys=True)
        open_one = self._gathering.get(likeness)
        if open_one is None or len(open_one.bodies) >= size:
            open_one = self._gathering[likeness] = _List()
            open_one.replies = asyncio.ensure_future(self._replies(likeness, open_one))
        open_one.bodies.append(body)
        return open_one

    async def _replies(self, likeness: str, gathered: _List) -> list[Reply | BackendError]:
        """Send what was gathered when this, a task, has its first turn."""
        if self._gathering.get(likeness) is gathered:
            del self._gathering[likeness]
        if len(gathered.bodies) == 1 or (self._trying and not self._proven):
            return await self._send_singly(gathered.bodies)
        self._trying = True
        try:
            return await self._send_together(gathered)
        finally:
            self._trying = False

    async def _send_together(self, gathered: _List) -> list[Reply | BackendError]:
        prompts = gathered.prompts
        try:
            reply = await self._send({**gathered.bodies[0], "prompt": prompts})
        except BackendError as fault:
            if fault.outcome == "malformed":
                return await self._send_singly(gathered.bodies)
            self._alone |= set(prompts)
            return [BackendError(fault.outcome, str(fault)) for _ in prompts]
        if parts := split_reply(reply, prompts, first_usage=self.first_usage):
            self._proven = True
            return [*parts]
        if reply.status not in _ABOUT_THE_LIST:
            return [reply for _ in prompts]
        singles = await self._send_singly(gathered.bodies)
        self._learn(reply.status, len(prompts), singles)
        return singles

    def _learn(self, status: int, length: int, singles: Sequence[Reply | BackendError]) -> None:
        """Take a list that came to nothing: when no prompt was at fault, shorter ones are sent, or none any more."""
        if any(isinstance(single, BackendError) or single.status != 200 for single in singles):
            return
        if status == 200:
            self._most = 1
        elif status in _REFUSED or not self._proven:
            self._most = min(self._most, length // 2)

    async def _send_singly(self, bodies: Sequence[Body]) -> list[Reply | BackendError]:
        return await asyncio.gather(*(self._send_single(body) for body in bodies))

    async def _send_single(self, body: Body) -> Reply | BackendError:
        try:
            return await self._send(body)
        except BackendError as fault:
            return fault
