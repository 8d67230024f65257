"""Servers that refuse, and how a pace fares with them, in virtual time."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from sdg_flows.teacher.pacing.pace import Pace
from teacher.virtual_time import in_virtual_time


class Server(Protocol):
    """Whether a request is taken, at a time and with so many in flight before it."""

    def takes(self, now: float, in_flight: int) -> bool: ...


@dataclass
class Bucket:
    """A token bucket, full at first; `raised` changes its rate at a time."""

    rate: float
    burst: float
    raised: tuple[float, float] = (float("inf"), 0.0)
    _tokens: float = field(init=False)
    _at: float = 0.0

    def __post_init__(self) -> None:
        self._tokens = self.burst

    def takes(self, now: float, in_flight: int) -> bool:
        rate = self.raised[1] if now > self.raised[0] else self.rate
        self._tokens = min(self.burst, self._tokens + (now - self._at) * rate)
        self._at = now
        taken = self._tokens >= 1
        self._tokens -= taken
        return taken


@dataclass
class Windows:
    """So many requests in each second of a clock that began `ahead` seconds before."""

    rate: int
    ahead: float = 0.0
    _window: int = -1
    _count: int = 0

    def takes(self, now: float, in_flight: int) -> bool:
        window = int(now + self.ahead)
        self._count = self._count + 1 if window == self._window else 1
        self._window = window
        return self._count <= self.rate


@dataclass
class Places:
    """So many requests at one time."""

    places: int

    def takes(self, now: float, in_flight: int) -> bool:
        return in_flight < self.places


@dataclass
class Storm:
    """Three of ten requests are refused, whatever the rate."""

    _count: int = 0

    def takes(self, now: float, in_flight: int) -> bool:
        self._count += 1
        return self._count * 7 % 10 >= 3


@dataclass
class Fared:
    """When each answer came, when each request was refused, and the most that were in flight with the server."""

    answered: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    peak: int = 0


def fared(
    server: Server, rows: int, latency: float, retry_after: float | None, pace: Callable[[], Pace] = lambda: Pace(512)
) -> Fared:
    """Ask a server about rows until each has its answer; a refusal comes back after 2 ms."""
    seen = Fared()

    async def ask(pace: Pace) -> None:
        loop, with_server = asyncio.get_running_loop(), 0

        async def one() -> None:
            nonlocal with_server
            while True:
                permit = await pace.enter()
                if not server.takes(loop.time(), with_server):
                    await asyncio.sleep(0.002)
                    seen.refused.append(loop.time())
                    pace.refused(permit, retry_after)
                    pace.leave()
                    continue
                with_server += 1
                seen.peak = max(seen.peak, with_server)
                await asyncio.sleep(latency)
                with_server -= 1
                seen.answered.append(loop.time())
                pace.replied(permit)
                return pace.leave()

        await asyncio.gather(*(one() for _ in range(rows)))

    in_virtual_time(ask(pace()))
    return seen
