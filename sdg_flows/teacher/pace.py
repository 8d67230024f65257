from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import dataclass

FIRST_LIMIT = 128
CUT = 0.75
STEP = 1.05
LONGEST_NAP = 0.5
"""Seconds after which a held request looks whether the hold has ended."""
GAIN = 1.15
"""A doubled limit must raise the rate by this factor to be doubled again."""


@dataclass(frozen=True)
class Lease:
    """The right to have one request in flight, given at one episode of the pace."""

    episode: int


class Pace:
    """How many requests may be in flight to one endpoint with one key: found by trying, without being told.

    The limit doubles once a round while doubling still raises the rate of replies; then the server is full, and more
    would only wait in its queue. A 429 or a deadline cuts the limit once an episode and holds everybody back for its
    Retry-After; from then on the limit grows by a twentieth a round. It grows only while it is really used.

    Sources: TCP slow start and AIMD; loss as the signal since a model's latency follows the length of its answers.
    """

    def __init__(self, most: int, first: int = FIRST_LIMIT) -> None:
        self.most = most
        self.limit = float(min(first, most))
        self.in_flight = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._episode = 0
        self._doubling = True
        self._not_before = 0.0
        self._replies = 0
        self._round_began = time.monotonic()
        self._last_rate = 0.0
        self._peak = 0

    async def enter(self) -> Lease:
        """Wait for a place in flight and take it; `leave` gives it back."""
        while True:
            wait = self._not_before - time.monotonic()
            if wait > 0:
                await asyncio.sleep(min(wait, LONGEST_NAP))
            elif self.in_flight < int(self.limit):
                self.in_flight += 1
                self._peak = max(self._peak, self.in_flight)
                return Lease(self._episode)
            else:
                place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                self._waiting.append(place)
                await place

    def leave(self) -> None:
        """Give a place in flight back."""
        self.in_flight -= 1
        self._wake()

    def replied(self) -> None:
        """Count a reply that the server gave without complaint."""
        self._replies += 1
        if self._replies >= self.limit:
            self._end_round()

    def refused(self, lease: Lease, retry_after: float) -> None:
        """Take a 429: cut once for all requests of one episode, and let nobody out before `retry_after` seconds."""
        self.hold(retry_after)
        if lease.episode == self._episode:
            self._episode += 1
            self._doubling = False
            self.limit = max(1.0, self.limit * CUT)
            self._begin_round()

    def hold(self, seconds: float) -> None:
        """Let nobody out for that long."""
        self._not_before = max(self._not_before, time.monotonic() + seconds)

    def release(self) -> None:
        """End the hold: what waits goes on, to see that there is nothing more to send."""
        self._not_before = 0.0

    def _wake(self) -> None:
        free = int(self.limit) - self.in_flight
        while free > 0 and self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                place.set_result(None)
                free -= 1

    def _end_round(self) -> None:
        rate = self._replies / max(time.monotonic() - self._round_began, 1e-6)
        if self._peak >= 0.8 * self.limit:
            if self._doubling:
                self._doubling = rate > GAIN * self._last_rate
            self.limit = min(self.most, self.limit * (2 if self._doubling else STEP if self._episode else 1))
        self._last_rate = rate
        self._begin_round()
        self._wake()

    def _begin_round(self) -> None:
        self._replies, self._peak, self._round_began = 0, self.in_flight, time.monotonic()
