from __future__ import annotations

import argparse
import atexit
import os
import sys
from contextlib import ExitStack
from dataclasses import fields
from typing import TYPE_CHECKING

from sdg_flows.cli.terminal_text import print_text
from sdg_flows.orchestrate.choices import Choices
from sdg_flows.orchestrate.embedded_server import (
    QUIET_SETTINGS,
    EmbeddedServer,
    check_server,
    server_is_configured,
    start_server,
)
from sdg_flows.orchestrate.workdir.open_work_dir import open_work_dir
from sdg_flows.orchestrate.workdir.scratch import scratch_folder

if TYPE_CHECKING:
    from sdg_flows.orchestrate.prepared import PreparedRun
    from sdg_flows.teacher.settings import TeacherSettings

EXIT_TOO_MANY_REJECTED = 3


def choices_of(flags: argparse.Namespace) -> Choices:
    """Return the choices of the command line. Those for which a command has no flag keep their defaults."""
    names = {field.name for field in fields(Choices)}
    return Choices(**{name: value for name, value in vars(flags).items() if name in names})


def run(flags: argparse.Namespace) -> int:
    """Run a suite and show its progress; return the exit code.

    Prefect's server is started first. While it gets ready, the input is read and checked, and the teacher is asked.
    """
    choices = choices_of(flags)
    with (
        open_work_dir(choices.work_dir) as work,
        work.lock(),
        scratch_folder(work.scratch) as folder,
        ExitStack() as on_failure,
    ):
        server = None if server_is_configured() else start_server(work.server_log)
        if server:
            on_failure.callback(server.kill)
        from sdg_flows.orchestrate.plan import make_plan
        from sdg_flows.orchestrate.prepared import PreparedRun
        from sdg_flows.orchestrate.teacher_settings import teacher_settings
        from sdg_flows.orchestrate.workdir.remote_work_dir import check_output
        from sdg_flows.teacher.settings import check_names

        settings = teacher_settings(choices, os.environ)
        plan = make_plan(choices, work, folder)
        check_names(settings, plan.teachers)
        check_output(choices)
        if server is None:
            check_server()
        on_failure.pop_all()
        return _run_in_prefect(flags, choices, PreparedRun(plan, work), settings, server)


def _run_in_prefect(
    flags: argparse.Namespace,
    choices: Choices,
    prepared: PreparedRun,
    settings: TeacherSettings,
    server: EmbeddedServer | None,
) -> int:
    os.environ.update({name: value for name, value in QUIET_SETTINGS.items() if name not in os.environ})
    if server:
        os.environ["PREFECT_API_URL"] = server.api_url
        atexit.register(server.stop)  # before Prefect's own, and so after them: it still has things to tell the server
    from sdg_flows.cli.watching import WatchedRun, display_for, run_watched
    from sdg_flows.outputs.figures import counted

    display = display_for(flags)
    run_watched(WatchedRun(choices, prepared, settings, server), display)
    allowed = _allowed_rejections(flags, choices)
    if choices.save_path and not flags.json:
        print_text(choices.save_path)
    if allowed is None or display.rejected <= allowed:
        return 0
    rejected = counted(display.rejected, "row")
    print_text(f"sdg-flows: {rejected} rejected, more than --max-rejected {allowed}", file=sys.stderr)
    return EXIT_TOO_MANY_REJECTED


def _allowed_rejections(flags: argparse.Namespace, choices: Choices) -> int | None:
    """Return how many rejected rows are no failure; None for any number."""
    if flags.accept_partial:
        return None
    return 0 if flags.max_rejected is None and choices.save_path else flags.max_rejected
