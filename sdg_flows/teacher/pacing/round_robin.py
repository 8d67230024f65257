"""A fair queue."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Generic, TypeVar

Given = TypeVar("Given")


class RoundRobin(Generic[Given]):
    """A queue of waiters: groups take turns, and within a group the first come goes first."""

    def __init__(self) -> None:
        self._queues: dict[str, deque[asyncio.Future[Given]]] = {}

    def __bool__(self) -> bool:
        return bool(self._queues)

    def join(self, group: str) -> asyncio.Future[Given]:
        """Join the queue; the future is done when its turn has come."""
        turn: asyncio.Future[Given] = asyncio.get_running_loop().create_future()
        self._queues.setdefault(group, deque()).append(turn)
        return turn

    def next(self) -> asyncio.Future[Given] | None:
        """Take the next waiter out of the queue; those that were cancelled are passed over."""
        while self._queues:
            group = next(iter(self._queues))
            queue = self._queues.pop(group)
            turn = queue.popleft()
            if queue:
                self._queues[group] = queue
            if not turn.done():
                return turn
        return None
