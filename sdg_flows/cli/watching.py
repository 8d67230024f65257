from __future__ import annotations

import argparse
import asyncio
import os
import signal
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from importlib import import_module
from types import FrameType
from typing import TYPE_CHECKING, Any

from sdg_flows.cli.display import Display, JsonDisplay, QuietDisplay
from sdg_flows.cli.server_watchdog import wait_or_exit
from sdg_flows.core.errors import Interrupted
from sdg_flows.orchestrate.choices import Choices
from sdg_flows.orchestrate.embedded_server import EmbeddedServer
from sdg_flows.orchestrate.head_start import POLL_SECONDS, head_start, may_have_head_start, wait_for_idle_cpu
from sdg_flows.orchestrate.open_run_context import open_run_context
from sdg_flows.orchestrate.prepared import PREPARED, PreparedRun
from sdg_flows.orchestrate.progress import Progress
from sdg_flows.orchestrate.workdir.kept_runs import record_start
from sdg_flows.teacher.opening import NO_KEYS
from sdg_flows.teacher.settings import TeacherSettings

if TYPE_CHECKING:
    from sdg_flows.orchestrate.plan import Plan
    from sdg_flows.teacher.teacher import Teacher


def display_for(flags: argparse.Namespace) -> Display:
    """Return the display that the flags choose."""
    if flags.json:
        return JsonDisplay()
    if flags.quiet:
        return QuietDisplay()
    from sdg_flows.cli.console import error_console
    from sdg_flows.cli.live import LiveDisplay

    return LiveDisplay(error_console())


@dataclass(frozen=True)
class WatchedRun:
    """A run to show: its choices, what is prepared for it, the teacher's settings, and the server that was started."""

    choices: Choices
    prepared: PreparedRun
    settings: TeacherSettings
    server: EmbeddedServer | None


def run_watched(run: WatchedRun, display: Display) -> None:
    """Run the flow and display it.

    A first SIGINT or SIGTERM stops the teacher and keeps answers in flight; a second one ends the process. The flow
    runs in a thread of its own: in the main thread, Prefect would replace the SIGTERM handler, again in each subflow.
    """
    signals, prefect_is_ready = _Signals(), threading.Event()
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(asyncio.run, _run_and_display(run, display, signals, prefect_is_ready))
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signals.handle)
        wait_or_exit(running, lambda: prefect_is_ready.is_set() and signals.is_idle())


async def _run_and_display(
    run: WatchedRun, display: Display, signals: _Signals, prefect_is_ready: threading.Event
) -> None:
    def on_start(plan: Plan, teacher: Teacher) -> None:
        signals.set_teacher(teacher)
        display.begin(plan, teacher, progress)

    async def start_prefect() -> None:
        await asyncio.to_thread(import_module, "sdg_flows.orchestrate.flows")
        if run.server:
            await asyncio.to_thread(run.server.wait_until_up)
        prefect_is_ready.set()

    progress = Progress(on_start, display.end)
    prepared = replace(run.prepared, progress=progress)
    PREPARED.set(prepared)
    try:
        if may_have_head_start(run.choices, run.settings, run.prepared.work):
            await _run_with_head_start(run, prepared, start_prefect)
        else:
            await start_prefect()
            await _run_flow(run.choices)
    finally:
        display.close()
        if run.server and not prefect_is_ready.is_set():
            run.server.kill()


async def _run_with_head_start(
    run: WatchedRun, prepared: PreparedRun, start_prefect: Callable[[], Awaitable[None]]
) -> None:
    choices, plan = run.choices, prepared.plan
    async with open_run_context(prepared, choices, run.settings, NO_KEYS, draws_anew=choices.fresh) as context:
        PREPARED.set(replace(prepared, context=context, begun_at=datetime.now(timezone.utc)))
        record_start(context.work, choices)
        async with head_start(plan, context):
            await wait_for_idle_cpu(context.teacher)  # imports keep this process busy then
            await _await_prefect(start_prefect, context.teacher)
            await _run_flow(choices)


async def _await_prefect(start_prefect: Callable[[], Awaitable[None]], teacher: Teacher) -> None:
    """Wait for Prefect while the teacher continues.

    Raises:
        GenerateError: the reason why the teacher was stopped.
    """
    teacher.check_running()
    starting = asyncio.ensure_future(start_prefect())
    try:
        while not starting.done():
            await asyncio.wait([starting], timeout=POLL_SECONDS)
            teacher.check_running()
        await starting
    finally:
        starting.cancel()


async def _run_flow(choices: Choices) -> None:
    from sdg_flows.orchestrate.flows import generate

    run_flow: Any = generate  # Prefect's overloads take an async flow for a state
    await run_flow(**choices.as_dict())


class _Signals:
    """Passes signals to the teacher if there is one; otherwise they end the process as usual."""

    def __init__(self) -> None:
        self._teacher: tuple[asyncio.AbstractEventLoop, Teacher] | None = None

    def set_teacher(self, teacher: Teacher) -> None:
        self._teacher = (asyncio.get_running_loop(), teacher)

    def is_idle(self) -> bool:
        """Return whether no request is in flight."""
        return self._teacher is None or self._teacher[1].in_flight == 0

    def handle(self, number: int, frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        if self._teacher is None:
            os.kill(os.getpid(), number)
        else:
            loop, teacher = self._teacher
            loop.call_soon_threadsafe(teacher.stop, Interrupted(number))
