"""A teacher that says what it is told to say."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from sdg_flows.core.exchange import Request
from sdg_flows.teacher.backend import Reply, completion_reply


class ScriptExhausted(LookupError):  # noqa: N818  named for what happened
    """More was asked than the script has replies for."""


class ScriptedBackend:
    """A backend whose replies are a function of the request, or a sequence given in the order of asking.

    A text becomes a well-formed reply of status 200. `asked` holds every request, in order. Each reply comes after
    `delay` seconds.
    """

    description = "scripted teacher: says what it is told to say"

    def __init__(
        self,
        replies: Callable[[Request], str | Reply] | Sequence[str | Reply],
        model: str = "scripted",
        identity: str = "scripted",
        delay: float = 0.0,
    ) -> None:
        self.model = model
        self.identity = identity
        self.asked: list[Request] = []
        self._replies = replies
        self._delay = delay

    async def send(self, request: Request) -> Reply:
        """Return the next reply.

        Raises:
            ScriptExhausted: the sequence of replies has come to its end.
        """
        self.asked.append(request)
        reply = self._reply(request)
        await asyncio.sleep(self._delay)
        return completion_reply(request, self.model, reply) if isinstance(reply, str) else reply

    async def close(self) -> None:
        """Do nothing: there is nothing to let go of."""

    def _reply(self, request: Request) -> str | Reply:
        if callable(self._replies):
            return self._replies(request)
        place = len(self.asked)
        if place > len(self._replies):
            raise ScriptExhausted(
                f"The script has {len(self._replies)} replies, and request {place} is for row {request.row_id!r}, "
                f"draw {request.draw}. Give more replies or a function."
            )
        return self._replies[place - 1]
