"""Writes replies to the answer store in group commits."""

from __future__ import annotations

import asyncio

from sdg_flows.core.errors import DiskError
from sdg_flows.teacher.answer_store.answers import Answers
from sdg_flows.teacher.backend import Reply


class GroupCommit:
    """Puts replies into the answer store as they come: those of one turn of the event loop in one commit.

    A caller goes on only when its reply is committed, so what SIGKILL can lose is what still counts as in flight.
    """

    def __init__(self, store: Answers) -> None:
        self._store = store
        self._coming: list[tuple[str, str, Reply]] = []
        self._committed: asyncio.Future[None] | None = None

    async def keep(self, key: str, model: str, reply: Reply) -> None:
        """Return once the reply is in the store."""
        if self._committed is None:
            loop = asyncio.get_running_loop()
            self._committed = loop.create_future()
            loop.call_soon(self._commit)
        self._coming.append((key, model, reply))
        await asyncio.shield(self._committed)

    def _commit(self) -> None:
        coming, committed = self._coming, self._committed
        self._coming, self._committed = [], None
        if committed is None:
            return
        try:
            self._store.keep(coming)
        except DiskError as error:
            committed.set_exception(error)
        else:
            committed.set_result(None)
