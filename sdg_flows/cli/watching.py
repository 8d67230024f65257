from __future__ import annotations

import argparse
import asyncio
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from types import FrameType
from typing import Any

from rich.console import Console

from sdg_flows.cli.display import Display, JsonDisplay, QuietDisplay
from sdg_flows.cli.live import LiveDisplay
from sdg_flows.cli.prefect_gone import result_or_leave
from sdg_flows.core.errors import Interrupted
from sdg_flows.orchestrate.choices import Choices
from sdg_flows.orchestrate.flows import generate
from sdg_flows.orchestrate.plan import Plan
from sdg_flows.orchestrate.progress import WATCHED, Progress
from sdg_flows.orchestrate.work_dir import WorkDir
from sdg_flows.teacher.teacher import Teacher


def display_for(flags: argparse.Namespace) -> Display:
    """Give the display that the flags ask for."""
    if flags.json:
        return JsonDisplay()
    return QuietDisplay() if flags.quiet else LiveDisplay(Console(stderr=True))


def run_watched(choices: Choices, plan: Plan, work: WorkDir, display: Display) -> None:
    """Run the flow and show it.

    A first SIGINT or SIGTERM stops the teacher and keeps what is in flight; a second ends the process. The flow runs
    in a thread of its own: in the main thread Prefect takes SIGTERM for itself, anew in each subflow.
    """
    signals = _Signals()
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(asyncio.run, _watched(choices, Progress(plan, work), display, signals))
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signals.take)
        result_or_leave(running, signals.is_idle)


async def _watched(choices: Choices, progress: Progress, display: Display, signals: _Signals) -> None:
    def began(plan: Plan, teacher: Teacher) -> None:
        signals.tell(teacher)
        display.begin(plan, teacher, progress)

    progress.began, progress.ended = began, display.end
    WATCHED.set(progress)
    run_flow: Any = generate  # Prefect's overloads take an async flow for a state
    try:
        await run_flow(**choices.plain)
    finally:
        display.close()


class _Signals:
    """Where a signal goes: to the teacher when there is one, else it ends the process as always."""

    def __init__(self) -> None:
        self._teacher: tuple[asyncio.AbstractEventLoop, Teacher] | None = None

    def tell(self, teacher: Teacher) -> None:
        self._teacher = (asyncio.get_running_loop(), teacher)

    def is_idle(self) -> bool:
        """Say whether no request is with a server now."""
        return self._teacher is None or self._teacher[1].in_flight == 0

    def take(self, number: int, frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        if self._teacher is None:
            os.kill(os.getpid(), number)
        else:
            loop, teacher = self._teacher
            loop.call_soon_threadsafe(teacher.stop, Interrupted(number))
