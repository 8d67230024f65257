"""Stops a run gracefully on SIGTERM when a Prefect worker started it.

The worker sends SIGTERM to cancel a run, and kills the process 30 s later. Prefect's own handler ends everything at
once, which loses answers in flight that are paid for; ours waits for them.
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

Result = TypeVar("Result")
_Handler: TypeAlias = Callable[[int, FrameType | None], None]
_HANDLER: ContextVar[_Handler | None] = ContextVar("_HANDLER", default=None)


class _Terminated(Interrupted):
    """SIGTERM stopped a run that was started by Prefect rather than by the command line."""


@contextmanager
def stop_teacher_on_sigterm(teacher: Teacher) -> Generator[None, None, None]:
    """Make SIGTERM stop the teacher, which keeps answers in flight. A second SIGTERM has Prefect's effect.

    Without effect outside the main thread, which gets the signals: the command line runs the flow in another thread and
    handles them itself.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before, loop = signal.getsignal(signal.SIGTERM), asyncio.get_running_loop()

    def handle(number: int, frame: FrameType | None) -> None:
        signal.signal(number, before)
        loop.call_soon_threadsafe(teacher.stop, _Terminated(number))

    signal.signal(signal.SIGTERM, handle)
    token = _HANDLER.set(handle)
    try:
        yield
    finally:
        _HANDLER.reset(token)
        signal.signal(signal.SIGTERM, before)


def reinstall_sigterm_handler() -> None:
    """Install the handler again in a subflow, for which Prefect sets its own; Prefect restores ours afterwards."""
    if handler := _HANDLER.get():
        signal.signal(signal.SIGTERM, handler)


async def result_or_cancelled(work: Awaitable[Result]) -> Result:
    """Return the result of a flow, or Prefect's state Cancelled if SIGTERM stopped a run that is being cancelled.

    Raises:
        TerminationSignal: SIGTERM had another reason, such as a worker that ends; for Prefect this is a crash.
    """
    try:
        return await work
    except (_Terminated, CancelledRun) as error:
        if not await _is_being_cancelled():
            raise TerminationSignal(signal.SIGTERM) from error
        # a state that a flow returns becomes its final state, and is not passed on as a result
        cancelled: Any = Cancelled(message="cancelled; every answer that came is kept, and a retry goes on from here")
        return cancelled


async def _is_being_cancelled() -> bool:
    async with get_client() as client:
        root = await client.read_flow_run(UUID(flow_run.get_root_flow_run_id()))
    return root.state is not None and root.state.is_cancelling()
