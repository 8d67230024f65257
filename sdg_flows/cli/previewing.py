from __future__ import annotations

import argparse
import asyncio
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sdg_flows.cli.card_page import show
from sdg_flows.cli.page_file import write_page
from sdg_flows.cli.pending_run import PendingRun, chosen_teacher, keys_for, pending_run, prices_of
from sdg_flows.cli.running import choices_of
from sdg_flows.cli.terminal_text import say, say_json
from sdg_flows.core.exchange import Usage
from sdg_flows.orchestrate.open_run_teacher import open_run_teacher
from sdg_flows.orchestrate.trial.card_builder import cards
from sdg_flows.orchestrate.trial.previewing import PipelinePreview, preview_pipelines
from sdg_flows.orchestrate.trial.sample_run import SampleStep
from sdg_flows.outputs.figures import counted, number, short
from sdg_flows.outputs.pages import TEMPLATES
from sdg_flows.outputs.record_cards import Card
from sdg_flows.teacher.budget import Price
from sdg_flows.teacher.settings import TeacherSettings

NO_ROW_STAYED = 3


@dataclass(frozen=True)
class Sum:
    """What the rows came to: how many went in, stayed and left, and what was bought for them."""

    rows_in: int
    stayed: int
    lost: Counter[tuple[str, str]]
    asked: int
    kept: int
    usage: Usage
    usd: float | None


def previewed_rows(flags: argparse.Namespace) -> int:
    """Send some rows past all blocks and show their cards; return the exit code.

    Raises:
        Refused, TeacherStopped, EndpointDown, DiskError: as for a run.
    """
    settings = chosen_teacher(flags)
    with pending_run(choices_of(flags)) as pending:
        seen, teacher = asyncio.run(_seen(pending, settings, flags))
    made = [card for one in seen for card in cards(one.pipeline, one.steps)]
    come_to = _sum(seen, prices_of(settings))
    if flags.html:
        _write(flags.html, made, come_to, pending.plan.suite, teacher)
    if flags.json:
        say_json(_plain(made, come_to))
    else:
        show(made, full=flags.full)
        for line in _lines(seen, come_to, teacher):
            say(line)
    if come_to.stayed:
        return 0
    say(f"sdg-flows: {_why_none(seen)}", file=sys.stderr)
    return NO_ROW_STAYED


async def _seen(
    pending: PendingRun, settings: TeacherSettings, flags: argparse.Namespace
) -> tuple[Sequence[PipelinePreview], str]:
    keys = await keys_for(settings, pending.plan)
    async with open_run_teacher(settings, keys, pending.plan, pending.work, pending.budget) as teacher:
        return await preview_pipelines(pending.plan, teacher, flags.rows, flags.row), teacher.backend.description


def _sum(seen: Sequence[PipelinePreview], prices: dict[str | None, Price | None]) -> Sum:
    steps = [step for one in seen for step in one.steps]
    usd = [price.cost(_bought(one)) for one in steps if (price := prices.get(one.teacher))]
    return Sum(
        sum(one.rows_in for one in seen),
        sum(one.rows_out for one in seen),
        sum((one.lost for one in seen), Counter()),
        sum(len(one.bought) for one in steps),
        sum(len(one.kept) for one in steps),
        sum((_bought(one) for one in steps), Usage()),
        sum(usd) if usd else None,
    )


def _bought(step: SampleStep) -> Usage:
    return sum((step.usages.get(key, Usage()) for key in step.bought), Usage())


def _lines(seen: Sequence[PipelinePreview], come_to: Sum, teacher: str) -> Sequence[str]:
    rows = ", ".join(f"{one.rows_in} of {counted(one.rows, 'row')} of {one.pipeline}" for one in seen)
    lost = ", ".join(f"{count} {reason} at {block}" for (block, reason), count in come_to.lost.most_common())
    usd = "" if come_to.usd is None else f", {come_to.usd:,.4f} usd"
    tokens = f"{short(come_to.usage.prompt_tokens)} tokens in, {short(come_to.usage.completion_tokens)} out"
    return [
        f"Tried    {rows}, answered by {teacher}",
        f"Stayed   {counted(come_to.stayed, 'row')}" + (f"; left: {lost}" if lost else ""),
        f"Asked    {number(come_to.asked)} ({tokens}{usd}), and {number(come_to.kept)} kept from before",
        "A run with the same flags does not ask these again.",
    ]


def _why_none(seen: Sequence[PipelinePreview]) -> str:
    """Say at which block the last rows left, for each pipeline."""
    said = [
        f"no row of {one.pipeline} got past {stop.block.name}, to which {stop.rows.num_rows} came: {_reasons(stop)}"
        for one in seen
        for stop in one.steps
        if stop.rows.num_rows and not stop.outcome.kept.num_rows
    ]
    return "; ".join(said) or "no row went in"


def _reasons(step: SampleStep) -> str:
    said = (f"{count} {reason}" for reason, count in step.reasons.most_common())
    return ", ".join(said) or "nothing was made of them"


def _plain(made: Sequence[Card], come_to: Sum) -> dict[str, object]:
    lost = [{"block": block, "reason": reason, "rows": rows} for (block, reason), rows in come_to.lost.most_common()]
    return {
        "cards": [asdict(card) for card in made],
        "rows_in": come_to.rows_in,
        "stayed": come_to.stayed,
        "lost": lost,
        "asked": come_to.asked,
        "kept": come_to.kept,
        "usage": asdict(come_to.usage),
        "usd": come_to.usd,
    }


def _write(file: str, made: Sequence[Card], come_to: Sum, suite: str, teacher: str) -> None:
    page = TEMPLATES.get_template("cards.html.jinja").render(cards=made, sum=come_to, suite=suite, teacher=teacher)
    write_page(page, file, "--html")
