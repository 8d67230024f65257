from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from sdg_flows.cli.running import choices_of
from sdg_flows.core.exchange import Usage
from sdg_flows.orchestrate.forecast import Forecast, Looked, forecasts, seconds
from sdg_flows.orchestrate.looking_ahead import looked_ahead
from sdg_flows.orchestrate.opened_work_dir import opened_work_dir
from sdg_flows.orchestrate.plan import plan_of
from sdg_flows.orchestrate.scratch import scratch
from sdg_flows.orchestrate.who_answers import teacher_settings
from sdg_flows.outputs.figures import duration, number, short
from sdg_flows.teacher.settings import TeacherSettings, check_names

NO_USABLE_ANSWER = 2


def planned(flags: argparse.Namespace) -> int:
    """Try some rows and print what the whole comes to; give the exit code."""
    choices = choices_of(flags)
    with opened_work_dir(choices.work_dir) as work, work.held(), scratch(work.scratch) as folder:
        settings = teacher_settings(choices, os.environ)
        plan = plan_of(choices, work, folder)
        check_names(settings, plan.teachers)
        keys = asyncio.run(_keys(settings))
        looked = asyncio.run(looked_ahead(plan, choices, settings, keys, work, flags.sample))
    prices = {None: settings.price} | {name: one.price for name, one in settings.endpoints.items()}
    found = [one for pipeline in looked for one in forecasts(pipeline, prices)]
    if flags.json:
        print(json.dumps(_plain(found, looked, settings)))
    else:
        _show(found, looked, settings)
    without = [problem for pipeline in looked for problem in _unusable(pipeline)]
    for problem in without:
        print(f"sdg-flows: {problem}", file=sys.stderr)
    return NO_USABLE_ANSWER if any(problem.startswith("none") for problem in without) else 0


async def _keys(settings: TeacherSettings) -> dict[str, str]:
    if not settings.key_blocks:
        return {}
    from sdg_flows.orchestrate.secret_keys import keys_in_blocks  # brings Prefect, for which a plan has no other use

    return await keys_in_blocks(settings)


def _unusable(looked: Looked) -> Iterable[str]:
    for one in looked.tried:
        bad = sum(one.unusable.values())
        if bad:
            share = "none" if bad == one.requests.all else f"{one.requests.all - bad}"
            reasons = ", ".join(f"{count} {reason}" for reason, count in one.unusable.most_common())
            yield f"{share} of {one.requests.all} answers of {one.block} in {looked.pipeline} can be used: {reasons}"


def _plain(found: Sequence[Forecast], looked: Sequence[Looked], settings: TeacherSettings) -> dict[str, object]:
    tried = [one for pipeline in looked for one in pipeline.tried]
    return {
        "tried": {
            "rows": sum(pipeline.rows_tried for pipeline in looked),
            "requests": sum(one.requests.different for one in tried),
            "usage": asdict(sum((one.usage for one in tried), Usage())),
        },
        "blocks": [{**asdict(one), "to_ask": one.to_ask} for one in found],
        "to_ask": sum(one.to_ask for one in found),
        "usage": asdict(sum((one.usage for one in found), Usage())),
        "usd": _usd(found),
        "seconds": round(seconds(found, settings.max_in_flight), 1),
    }


def _show(found: Sequence[Forecast], looked: Sequence[Looked], settings: TeacherSettings) -> None:
    table = Table("pipeline", "block", box=None)
    for head in ("rows in", "rows out", "requests", "kept", "to ask", "prompt tokens", "answer tokens", "usd"):
        table.add_column(head, justify="right")
    for one in found:
        asks = [number(one.requests), number(one.kept), number(one.to_ask)] if one.requests else ["", "", ""]
        tokens = [short(one.usage.prompt_tokens), short(one.usage.completion_tokens)] if one.requests else ["", ""]
        table.add_row(
            one.pipeline, one.block, number(one.rows_in), number(one.rows_out), *asks, *tokens, _money(one.usd)
        )
    table.add_section()
    usage = sum((one.usage for one in found), Usage())
    sums = [number(sum(one.requests for one in found)), number(sum(one.kept for one in found))]
    tokens = [short(usage.prompt_tokens), short(usage.completion_tokens)]
    table.add_row("all", "", "", "", *sums, number(sum(one.to_ask for one in found)), *tokens, _money(_usd(found)))
    console = Console(width=None if sys.stdout.isatty() else 140)
    console.print(table)
    rows = ", ".join(f"{one.rows_tried} of {number(one.rows)} rows of {one.pipeline}" for one in looked)
    console.print(f"Tried    {rows}; their answers are kept")
    waits = seconds(found, settings.max_in_flight)
    if waits:
        flight = settings.max_in_flight
        console.print(
            f"Time     {duration(waits)} for the teacher, with {flight} in flight that take as long as those tried"
        )


def _usd(found: Sequence[Forecast]) -> float | None:
    known = [one.usd for one in found if one.usd is not None]
    return round(sum(known), 4) if known else None


def _money(usd: float | None) -> str:
    return "" if usd is None else f"{usd:,.2f}"
