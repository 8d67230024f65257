from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sdg_flows.cli.pending_run import PendingRun, chosen_teacher, keys_for, pending_run, prices_of
from sdg_flows.cli.plan_page import show
from sdg_flows.cli.running import choices_of
from sdg_flows.cli.terminal_text import say, say_json
from sdg_flows.core.errors import SettingsError
from sdg_flows.core.exchange import Usage
from sdg_flows.orchestrate.open_run_teacher import open_run_teacher
from sdg_flows.orchestrate.trial.forecast import (
    Forecast,
    PipelineSample,
    Total,
    forecast_blocks,
    total,
    waiting_seconds,
)
from sdg_flows.orchestrate.trial.sample_counts import BlockCounts
from sdg_flows.orchestrate.trial.sampling import sample_pipelines
from sdg_flows.outputs.figures import counted
from sdg_flows.teacher.settings import TeacherSettings


def planned(flags: argparse.Namespace) -> int:
    """Try some rows and print what the whole comes to; return the exit code.

    Raises:
        SettingsError: no answer of a block can be used.
    """
    settings = chosen_teacher(flags)
    with pending_run(choices_of(flags)) as pending:
        looked = asyncio.run(_looked(pending, settings, flags))
    for pipeline in looked:
        _check_usable(pipeline)
    found = [one for pipeline in looked for one in forecast_blocks(pipeline, prices_of(settings))]
    comes_to, waits = total(found), waiting_seconds(found, settings.max_in_flight)
    warnings = [warning for pipeline in looked for warning in _warnings(pipeline, flags.sample)]
    if flags.json:
        say_json({**_plain(found, looked, comes_to), "seconds": round(waits, 1), "warnings": warnings})
    else:
        show(found, looked, comes_to, waits, settings.max_in_flight)
    for warning in warnings:
        say(f"sdg-flows: {warning}", file=sys.stderr)
    return 0


async def _looked(pending: PendingRun, settings: TeacherSettings, flags: argparse.Namespace) -> list[PipelineSample]:
    keys = await keys_for(settings, pending.plan)
    async with open_run_teacher(settings, keys, pending.plan, pending.work, pending.budget) as teacher:
        return await sample_pipelines(pending.plan, teacher, flags.sample, asks=not flags.no_sample)


def _check_usable(looked: PipelineSample) -> None:
    """Refuse when no answer of a block can be used."""
    for one in looked.blocks if not looked.assumed else ():
        if one.requests.all and sum(one.unusable.values()) == one.requests.all:
            raise SettingsError(_unusable(looked, one))


def _unusable(looked: PipelineSample, one: BlockCounts) -> str:
    usable = one.requests.all - sum(one.unusable.values())
    reasons = ", ".join(f"{count} {reason}" for reason, count in one.unusable.most_common())
    said = f" ({one.said})" if one.said else ""
    return (
        f"{usable or 'none'} of {one.requests.all} answers of {one.block} in {looked.pipeline} can be used: "
        f"{reasons}{said}"
    )


def _warnings(looked: PipelineSample, sample: int) -> Iterable[str]:
    yield from (_unusable(looked, one) for one in looked.blocks if one.unusable and not looked.assumed)
    stuck = next((one for one in looked.blocks if one.rows_in and not one.rows_out), None)
    if stuck:
        reasons = ", ".join(f"{count} {reason}" for reason, count in stuck.rejected.most_common())
        after = "what comes after it is not forecast" if stuck is not looked.blocks[-1] else "no row may be made"
        more = "Try rows that are asked for." if looked.assumed else f"Try more rows, such as --sample {4 * sample}."
        yield (
            f"none of the {counted(stuck.rows_in, 'row')} that came to {stuck.block} of {looked.pipeline} got past it "
            f"({reasons or 'no rows made'}): {after}. {more}"
        )


def _plain(found: Sequence[Forecast], looked: Sequence[PipelineSample], comes_to: Total) -> dict[str, object]:
    tried = [one for pipeline in looked if not pipeline.assumed for one in pipeline.blocks]
    return {
        "tried": {
            "rows": sum(pipeline.rows_tried for pipeline in looked if not pipeline.assumed),
            "requests": sum(one.requests.different for one in tried),
            "usage": asdict(sum((one.usage for one in tried), Usage())),
        },
        "blocks": [_costs(one) for one in found],
        **_costs(comes_to),
    }


def _costs(of: Forecast | Total) -> dict[str, Any]:
    """Return what is likely by the names of its parts, and what it may come to as `least` and `most`."""
    plain = asdict(of)
    return plain | _rounded(plain.pop("cost")) | {name: _rounded(plain[name]) for name in ("least", "most")}


def _rounded(cost: dict[str, Any]) -> dict[str, Any]:
    return {**cost, "usd": None if cost["usd"] is None else round(cost["usd"], 4)}
