"""SIGTERM stops a run that a Prefect worker started as it stops one from the command line.

The worker sends it to cancel a run, and kills the process 30 s later. Prefect's own handler ends everything at once,
and answers in flight, which are paid for, are lost; ours waits for them.
"""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from types import FrameType
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.exceptions import CancelledRun, TerminationSignal
from prefect.runtime import flow_run
from prefect.states import Cancelled

from sdg_flows.core.errors import Interrupted
from sdg_flows.teacher.teacher import Teacher

Made = TypeVar("Made")
_Taken: TypeAlias = Callable[[int, FrameType | None], None]
_TAKEN: ContextVar[_Taken | None] = ContextVar("_TAKEN", default=None)


class _Terminated(Interrupted):
    """SIGTERM stopped a run that nobody watches but Prefect."""


@contextmanager
def stopped_gently(teacher: Teacher) -> Generator[None, None, None]:
    """Let SIGTERM stop the teacher, which keeps what is in flight; a second one does what Prefect does.

    Without effect outside the main thread, to which signals go: a command line that runs the flow in another thread
    handles them itself.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before, loop = signal.getsignal(signal.SIGTERM), asyncio.get_running_loop()

    def take(number: int, frame: FrameType | None) -> None:
        signal.signal(number, before)
        loop.call_soon_threadsafe(teacher.stop, _Terminated(number))

    signal.signal(signal.SIGTERM, take)
    token = _TAKEN.set(take)
    try:
        yield
    finally:
        _TAKEN.reset(token)
        signal.signal(signal.SIGTERM, before)


def still_stopped_gently() -> None:
    """Keep that handler in a subflow, for which Prefect sets its own again; Prefect restores it afterwards."""
    if taken := _TAKEN.get():
        signal.signal(signal.SIGTERM, taken)


async def made_or_cancelled(made: Awaitable[Made]) -> Made:
    """Wait for what a flow makes; return Prefect's state Cancelled when SIGTERM stopped a run that is being cancelled.

    Raises:
        TerminationSignal: it was sent for another reason, such as a worker that ends; Prefect calls this a crash.
    """
    try:
        return await made
    except (_Terminated, CancelledRun) as error:
        if not await _is_being_cancelled():
            raise TerminationSignal(signal.SIGTERM) from error
        # a state that a flow returns is how it ends, and nobody gets it as a result
        cancelled: Any = Cancelled(message="cancelled; every answer that came is kept, and a retry goes on from here")
        return cancelled


async def _is_being_cancelled() -> bool:
    async with get_client() as client:
        root = await client.read_flow_run(UUID(flow_run.get_root_flow_run_id()))
    return root.state is not None and root.state.is_cancelling()
