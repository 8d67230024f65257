from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict, replace
from pathlib import Path

from sdg_flows.cli.comparison_page import show
from sdg_flows.cli.page_file import write_page
from sdg_flows.cli.pending_run import PendingRun, keys_for, pending_run, prices_of
from sdg_flows.cli.running import choices_of
from sdg_flows.cli.terminal_text import print_json
from sdg_flows.core.errors import SettingsError
from sdg_flows.orchestrate.choices import OFFLINE, Choices
from sdg_flows.orchestrate.open_run_teacher import open_run_teacher
from sdg_flows.orchestrate.teacher_settings import teacher_settings
from sdg_flows.orchestrate.trial.comparing import TeacherPreview, comparison
from sdg_flows.orchestrate.trial.previewing import preview_pipelines
from sdg_flows.outputs.pages import TEMPLATES
from sdg_flows.teacher.settings import TeacherSettings, with_named_as_default


def compare(flags: argparse.Namespace) -> int:
    """Ask each teacher about the same rows, and show the results; return the exit code.

    Raises:
        Refused, TeacherStopped, EndpointDown, DiskError: for the same reasons as a run; all answers are kept.
    """
    choices = choices_of(flags)
    settings = _settings(flags.teachers, choices)
    with pending_run(choices) as pending:
        previews = asyncio.run(_preview_all(pending, settings, flags.sample, flags.row))
    result = comparison(previews, flags.show)
    if flags.html:
        page = TEMPLATES.get_template("comparison.html.jinja").render(found=result, suite=pending.plan.suite)
        write_page(page, flags.html, "--html")
    if flags.json:
        print_json(asdict(result))
    else:
        show(result, full=flags.full)
    return 0


def _settings(names: Sequence[str], choices: Choices) -> dict[str, TeacherSettings]:
    if len(set(names)) < max(2, len(names)):
        raise SettingsError(
            f"--teacher: found {', '.join(names)}, expected two or more that differ, each after its own flag"
        )
    return {name: _teacher(name, choices) for name in names}


def _teacher(name: str, choices: Choices) -> TeacherSettings:
    file, colon, endpoint = name.rpartition(":")
    if name == OFFLINE or not colon or Path(name).exists():
        return teacher_settings(replace(choices, teacher=name), os.environ)
    return with_named_as_default(teacher_settings(replace(choices, teacher=file), os.environ), endpoint, file)


async def _preview_all(
    pending: PendingRun, settings: Mapping[str, TeacherSettings], sample: int, row: str | None
) -> list[TeacherPreview]:
    """Open all teachers before asking any, so that none is paid if another is unavailable; then ask each in turn."""
    async with AsyncExitStack() as opened:
        teachers = {
            name: await opened.enter_async_context(
                open_run_teacher(one, await keys_for(one, pending.plan), pending.plan, pending.work, pending.budget)
            )
            for name, one in settings.items()
        }
        return [
            TeacherPreview(
                name,
                teacher.backend.description,
                await preview_pipelines(pending.plan, teacher, sample, row),
                prices_of(settings[name]),
            )
            for name, teacher in teachers.items()
        ]
