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
from sdg_flows.cli.terminal_text import print_json, print_text
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

EXIT_NO_ROW_STAYED = 3


@dataclass(frozen=True)
class PreviewTotal:
    """The totals of a preview: rows in, rows that stayed and left, and the answers that were bought for them."""

    rows_in: int
    stayed: int
    lost: Counter[tuple[str, str]]
    asked: int
    kept: int
    usage: Usage
    usd: float | None


def preview(flags: argparse.Namespace) -> int:
    """Run some rows through all blocks and show their cards; return the exit code.

    Raises:
        Refused, TeacherStopped, EndpointDown, DiskError: for the same reasons as a run.
    """
    settings = chosen_teacher(flags)
    with pending_run(choices_of(flags)) as pending:
        previews, teacher = asyncio.run(_preview_pipelines(pending, settings, flags))
    cards_made = [card for one in previews for card in cards(one.pipeline, one.steps)]
    total = _total(previews, prices_of(settings))
    if flags.html:
        _write(flags.html, cards_made, total, pending.plan.suite, teacher)
    if flags.json:
        print_json(_as_json(cards_made, total))
    else:
        show(cards_made, full=flags.full)
        for line in _summary_lines(previews, total, teacher):
            print_text(line)
    if total.stayed:
        return 0
    print_text(f"sdg-flows: {_explain_no_rows(previews)}", file=sys.stderr)
    return EXIT_NO_ROW_STAYED


async def _preview_pipelines(
    pending: PendingRun, settings: TeacherSettings, flags: argparse.Namespace
) -> tuple[Sequence[PipelinePreview], str]:
    keys = await keys_for(settings, pending.plan)
    async with open_run_teacher(settings, keys, pending.plan, pending.work, pending.budget) as teacher:
        return await preview_pipelines(pending.plan, teacher, flags.rows, flags.row), teacher.backend.description


def _total(previews: Sequence[PipelinePreview], prices: dict[str | None, Price | None]) -> PreviewTotal:
    steps = [step for one in previews for step in one.steps]
    usd = [price.cost(_bought_usage(one)) for one in steps if (price := prices.get(one.teacher))]
    return PreviewTotal(
        sum(one.rows_in for one in previews),
        sum(one.rows_out for one in previews),
        sum((one.lost for one in previews), Counter()),
        sum(len(one.bought) for one in steps),
        sum(len(one.kept) for one in steps),
        sum((_bought_usage(one) for one in steps), Usage()),
        sum(usd) if usd else None,
    )


def _bought_usage(step: SampleStep) -> Usage:
    return sum((step.usages.get(key, Usage()) for key in step.bought), Usage())


def _summary_lines(previews: Sequence[PipelinePreview], total: PreviewTotal, teacher: str) -> Sequence[str]:
    rows = ", ".join(f"{one.rows_in} of {counted(one.rows, 'row')} of {one.pipeline}" for one in previews)
    lost = ", ".join(f"{count} {reason} at {block}" for (block, reason), count in total.lost.most_common())
    usd = "" if total.usd is None else f", {total.usd:,.4f} usd"
    tokens = f"{short(total.usage.prompt_tokens)} tokens in, {short(total.usage.completion_tokens)} out"
    return [
        f"Tried    {rows}, answered by {teacher}",
        f"Stayed   {counted(total.stayed, 'row')}" + (f"; left: {lost}" if lost else ""),
        f"Asked    {number(total.asked)} ({tokens}{usd}), and {number(total.kept)} kept from before",
        "A run with the same flags does not ask these again.",
    ]


def _explain_no_rows(previews: Sequence[PipelinePreview]) -> str:
    """Return, for each pipeline, at which block the last rows left."""
    said = [
        f"no row of {one.pipeline} got past {stop.block.name}, to which {stop.rows.num_rows} came: {_reasons(stop)}"
        for one in previews
        for stop in one.steps
        if stop.rows.num_rows and not stop.outcome.kept.num_rows
    ]
    return "; ".join(said) or "no row went in"


def _reasons(step: SampleStep) -> str:
    said = (f"{count} {reason}" for reason, count in step.reasons.most_common())
    return ", ".join(said) or "nothing was made of them"


def _as_json(cards_made: Sequence[Card], total: PreviewTotal) -> dict[str, object]:
    lost = [{"block": block, "reason": reason, "rows": rows} for (block, reason), rows in total.lost.most_common()]
    return {
        "cards": [asdict(card) for card in cards_made],
        "rows_in": total.rows_in,
        "stayed": total.stayed,
        "lost": lost,
        "asked": total.asked,
        "kept": total.kept,
        "usage": asdict(total.usage),
        "usd": total.usd,
    }


def _write(file: str, cards_made: Sequence[Card], total: PreviewTotal, suite: str, teacher: str) -> None:
    page = TEMPLATES.get_template("cards.html.jinja").render(cards=cards_made, sum=total, suite=suite, teacher=teacher)
    write_page(page, file, "--html")
