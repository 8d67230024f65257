"""The requests of a block that have no answer yet, and when it is time to make more."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager

from sdg_flows.teacher.teacher import Teacher

SECONDS_A_LOOK = 0.01


class Unanswered:
    """Counts requests from when they are made until they are answered."""

    def __init__(self, teacher: Teacher) -> None:
        self._teacher = teacher
        self._requests = 0
        self._next = asyncio.Lock()

    @asynccontextmanager
    async def few(self) -> AsyncGenerator[None, None]:
        """Be the next to make requests, once no more wait to be sent than are in flight."""
        async with self._next:
            while self._requests > 2 * self._teacher.in_flight:
                await asyncio.sleep(SECONDS_A_LOOK)
            yield

    @contextmanager
    def counted(self, requests: int, told: Callable[[int], None]) -> Generator[Callable[[int], None], None, None]:
        """Count requests that are being asked, and give what is to be told of answers, which it tells on.

        When the context ends, none is left, however many were answered.
        """
        left = requests
        self._requests += requests

        def answered(count: int) -> None:
            nonlocal left
            left -= count
            self._requests -= count
            told(count)

        try:
            yield answered
        finally:
            self._requests -= left
