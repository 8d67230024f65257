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
from sdg_flows.cli.terminal_text import print_json, print_text
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


def plan(flags: argparse.Namespace) -> int:
    """Try some rows and print a forecast of the whole run; return the exit code.

    Raises:
        SettingsError: no answer of a block is usable.
    """
    settings = chosen_teacher(flags)
    with pending_run(choices_of(flags)) as pending:
        samples = asyncio.run(_sample_pipelines(pending, settings, flags))
    for sample in samples:
        _check_usable(sample)
    forecasts = [one for pipeline in samples for one in forecast_blocks(pipeline, prices_of(settings))]
    forecast_total, seconds = total(forecasts), waiting_seconds(forecasts, settings.max_in_flight)
    warnings = [warning for pipeline in samples for warning in _warnings(pipeline, flags.sample)]
    if flags.json:
        print_json({**_as_json(forecasts, samples, forecast_total), "seconds": round(seconds, 1), "warnings": warnings})
    else:
        show(forecasts, samples, forecast_total, seconds, settings.max_in_flight)
    for warning in warnings:
        print_text(f"sdg-flows: {warning}", file=sys.stderr)
    return 0


async def _sample_pipelines(
    pending: PendingRun, settings: TeacherSettings, flags: argparse.Namespace
) -> list[PipelineSample]:
    keys = await keys_for(settings, pending.plan)
    async with open_run_teacher(settings, keys, pending.plan, pending.work, pending.budget) as teacher:
        return await sample_pipelines(pending.plan, teacher, flags.sample, asks=not flags.no_sample)


def _check_usable(sample: PipelineSample) -> None:
    """Refuse if no answer of a block is usable."""
    for one in sample.blocks if not sample.assumed else ():
        if one.requests.all and sum(one.unusable.values()) == one.requests.all:
            raise SettingsError(_unusable(sample, one))


def _unusable(sample: PipelineSample, one: BlockCounts) -> str:
    usable = one.requests.all - sum(one.unusable.values())
    reasons = ", ".join(f"{count} {reason}" for reason, count in one.unusable.most_common())
    said = f" ({one.said})" if one.said else ""
    return (
        f"{usable or 'none'} of {one.requests.all} answers of {one.block} in {sample.pipeline} can be used: "
        f"{reasons}{said}"
    )


def _warnings(sample: PipelineSample, sample_rows: int) -> Iterable[str]:
    yield from (_unusable(sample, one) for one in sample.blocks if one.unusable and not sample.assumed)
    stuck = next((one for one in sample.blocks if one.rows_in and not one.rows_out), None)
    if stuck:
        reasons = ", ".join(f"{count} {reason}" for reason, count in stuck.rejected.most_common())
        after = "what comes after it is not forecast" if stuck is not sample.blocks[-1] else "no row may be made"
        more = (
            "Try rows that are asked for." if sample.assumed else f"Try more rows, such as --sample {4 * sample_rows}."
        )
        yield (
            f"none of the {counted(stuck.rows_in, 'row')} that came to {stuck.block} of {sample.pipeline} got past it "
            f"({reasons or 'no rows made'}): {after}. {more}"
        )


def _as_json(
    forecasts: Sequence[Forecast], samples: Sequence[PipelineSample], forecast_total: Total
) -> dict[str, object]:
    tried = [one for pipeline in samples if not pipeline.assumed for one in pipeline.blocks]
    return {
        "tried": {
            "rows": sum(pipeline.rows_tried for pipeline in samples if not pipeline.assumed),
            "requests": sum(one.requests.different for one in tried),
            "usage": asdict(sum((one.usage for one in tried), Usage())),
        },
        "blocks": [_costs(one) for one in forecasts],
        **_costs(forecast_total),
    }


def _costs(of: Forecast | Total) -> dict[str, Any]:
    """Return a forecast by field name, with the likely cost at the top level and its bounds as `least` and `most`."""
    plain = asdict(of)
    return plain | _rounded(plain.pop("cost")) | {name: _rounded(plain[name]) for name in ("least", "most")}


def _rounded(cost: dict[str, Any]) -> dict[str, Any]:
    return {**cost, "usd": None if cost["usd"] is None else round(cost["usd"], 4)}
