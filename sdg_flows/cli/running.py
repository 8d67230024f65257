from __future__ import annotations

import argparse
import atexit
import os
import sys
import threading
from contextlib import ExitStack
from dataclasses import fields
from importlib import import_module
from typing import TYPE_CHECKING

from sdg_flows.orchestrate.choices import Choices
from sdg_flows.orchestrate.embedded_server import (
    QUIET,
    EmbeddedServer,
    check_server,
    server_is_configured,
    start_server,
)
from sdg_flows.orchestrate.opened_work_dir import opened_work_dir
from sdg_flows.orchestrate.scratch import scratch

if TYPE_CHECKING:
    from sdg_flows.orchestrate.plan import Plan
    from sdg_flows.orchestrate.work_dir import WorkDir

MORE_REJECTED_THAN_ALLOWED = 3


def choices_of(flags: argparse.Namespace) -> Choices:
    """Give what was chosen on the command line; a command without a flag for something leaves it as it is."""
    names = {field.name for field in fields(Choices)}
    return Choices(**{name: value for name, value in vars(flags).items() if name in names})


def run(flags: argparse.Namespace) -> int:
    """Run a suite and show it; give the exit code.

    Prefect's server is started first of all; while it comes up, the input is read, and refused if need be, and the
    rest is imported.
    """
    choices = choices_of(flags)
    with opened_work_dir(choices.work_dir) as work, scratch(work.scratch) as folder, ExitStack() as on_failure:
        with work.held():
            server = None if server_is_configured() else start_server(work.server_log)
        if server:
            on_failure.callback(server.abandon)
        from sdg_flows.orchestrate.plan import plan_of
        from sdg_flows.orchestrate.who_answers import teacher_settings
        from sdg_flows.teacher.settings import check_names

        settings = teacher_settings(choices, os.environ)
        plan = plan_of(choices, work, folder)
        check_names(settings, plan.teachers)
        if server is None:
            check_server()
        on_failure.pop_all()
        return _run_in_prefect(flags, choices, plan, work, server, greets=settings.endpoint is not None)


def _run_in_prefect(
    flags: argparse.Namespace,
    choices: Choices,
    plan: Plan,
    work: WorkDir,
    server: EmbeddedServer | None,
    *,
    greets: bool,
) -> int:
    os.environ.update({name: value for name, value in QUIET.items() if name not in os.environ})
    if server:
        os.environ["PREFECT_API_URL"] = server.api_url
        atexit.register(server.stop)  # before Prefect's own, and so after them: it still has things to tell the server
    from sdg_flows.cli.watching import display_for, run_watched

    if greets:  # imported while others wait: for the server to come up, and for what it answers
        threading.Thread(target=import_module, args=("sdg_flows.teacher.introduction",), daemon=True).start()
    if server:
        server.wait_until_up()
    display = display_for(flags)
    run_watched(choices, plan, work, display)
    allowed = _allowed_rejections(flags, choices)
    if choices.save_path and not flags.json:
        print(choices.save_path)
    if allowed is None or display.rejected <= allowed:
        return 0
    print(f"sdg-flows: {display.rejected} rows were rejected, more than --max-rejected {allowed}", file=sys.stderr)
    return MORE_REJECTED_THAN_ALLOWED


def _allowed_rejections(flags: argparse.Namespace, choices: Choices) -> int | None:
    """Give how many rows may be rejected without a failure; None for any number."""
    if flags.accept_partial:
        return None
    return 0 if flags.max_rejected is None and choices.save_path else flags.max_rejected
