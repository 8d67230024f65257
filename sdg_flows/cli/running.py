from __future__ import annotations

import argparse
import asyncio
import atexit
import os
import signal
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from typing import Any

from rich.console import Console

from sdg_flows.cli.display import Display, JsonDisplay, QuietDisplay
from sdg_flows.cli.live import LiveDisplay
from sdg_flows.core.errors import Interrupted
from sdg_flows.orchestrate.choices import Choices
from sdg_flows.orchestrate.embedded_server import QUIET, EmbeddedServer, server_is_configured, start_server
from sdg_flows.orchestrate.plan import Plan, plan_of
from sdg_flows.orchestrate.work_dir import WorkDir
from sdg_flows.teacher.teacher import Teacher

MORE_REJECTED_THAN_ALLOWED = 3


def run(flags: argparse.Namespace) -> int:
    """Run a suite and show it; give the exit code. Bad input is refused before Prefect is there."""
    choices = Choices(**{field.name: getattr(flags, field.name) for field in fields(Choices)})
    work = WorkDir(Path(choices.work_dir)).made()
    display = JsonDisplay() if flags.json else QuietDisplay() if flags.quiet else LiveDisplay(Console(stderr=True))
    with work.held():
        server = None if server_is_configured() else start_server(work.server_log)
    try:
        plan_of(choices, work)
    except BaseException:
        if server:
            server.abandon()
        raise
    _ready(server)
    asyncio.run(_shown(choices, display))
    allowed = flags.max_rejected
    return MORE_REJECTED_THAN_ALLOWED if allowed is not None and display.rejected > allowed else 0


def _ready(server: EmbeddedServer | None) -> None:
    """Import Prefect, which takes as long as its server takes to start, and wait for the server."""
    os.environ.update({name: value for name, value in QUIET.items() if name not in os.environ})
    if server:
        os.environ["PREFECT_API_URL"] = server.api_url
        atexit.register(server.stop)  # before Prefect's own, and so after them: it still has things to tell the server
    import_module("sdg_flows.orchestrate.flows")
    if server:
        server.wait_until_up()


async def _shown(choices: Choices, display: Display) -> None:
    from sdg_flows.orchestrate.flows import generate
    from sdg_flows.orchestrate.progress import WATCHED, Progress

    def began(plan: Plan, teacher: Teacher) -> None:
        _stop_on_signals(teacher)
        display.begin(plan, teacher, progress)

    progress = Progress(began=began, ended=display.end)
    WATCHED.set(progress)
    try:
        run_flow: Any = generate  # Prefect's overloads take an async flow for a state
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
