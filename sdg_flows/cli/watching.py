from __future__ import annotations

import argparse
import asyncio
import signal
from typing import Any

from rich.console import Console

from sdg_flows.cli.display import Display, JsonDisplay, QuietDisplay
from sdg_flows.cli.live import LiveDisplay
from sdg_flows.core.errors import Interrupted
from sdg_flows.orchestrate.choices import Choices
from sdg_flows.orchestrate.flows import generate
from sdg_flows.orchestrate.plan import Plan
from sdg_flows.orchestrate.progress import WATCHED, Progress
from sdg_flows.teacher.teacher import Teacher


def display_for(flags: argparse.Namespace) -> Display:
    """Give the display that the flags ask for."""
    if flags.json:
        return JsonDisplay()
    return QuietDisplay() if flags.quiet else LiveDisplay(Console(stderr=True))


async def watched(choices: Choices, display: Display) -> None:
    """Run the flow and show it; a first signal stops the teacher and keeps what is in flight."""

    def began(plan: Plan, teacher: Teacher) -> None:
        _stop_on_signals(teacher)
        display.begin(plan, teacher, progress)

    progress = Progress(began=began, ended=display.end)
    WATCHED.set(progress)
    run_flow: Any = generate  # Prefect's overloads take an async flow for a state
    try:
        await run_flow(**choices.plain)
    finally:
        display.close()


def _stop_on_signals(teacher: Teacher) -> None:
    """Let the first signal stop the teacher, so that what is in flight is kept; the second ends the process."""
    loop = asyncio.get_running_loop()

    def stop(number: signal.Signals) -> None:
        teacher.stop(Interrupted(number))
        loop.remove_signal_handler(number)
        signal.signal(number, signal.SIG_DFL)

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop, number)
