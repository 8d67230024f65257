from __future__ import annotations

import asyncio
from collections import deque
from typing import Generic, TypeVar

Given = TypeVar("Given")


class Turns(Generic[Given]):
    """Who waits: groups take turns, and within a group the first come goes first."""

    def __init__(self) -> None:
        self._lines: dict[str, deque[asyncio.Future[Given]]] = {}

    def __bool__(self) -> bool:
        return bool(self._lines)

    def join(self, group: str) -> asyncio.Future[Given]:
        """Stand in line; the future is done when it is one's turn."""
        turn: asyncio.Future[Given] = asyncio.get_running_loop().create_future()
        self._lines.setdefault(group, deque()).append(turn)
        return turn

    def next(self) -> asyncio.Future[Given] | None:
        """Give the next in line, who leaves it; those who have gone away are passed over."""
        while self._lines:
            group = next(iter(self._lines))
            line = self._lines.pop(group)
            turn = line.popleft()
            if line:
                self._lines[group] = line
            if not turn.done():
                return turn
        return None
