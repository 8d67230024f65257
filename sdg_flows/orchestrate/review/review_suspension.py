"""A run whose rows wait for people is suspended in Prefect, and its page asks for their verdicts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from itertools import count
from typing import Literal, TypeVar

from prefect.context import FlowRunContext
from prefect.flow_runs import asuspend_flow_run
from prefect.input import RunInput
from prefect.runtime import deployment, flow_run
from pydantic import Field

from sdg_flows.blocks.human_review import APPROVED, REJECTED
from sdg_flows.orchestrate.artifacts import review_shown, slug
from sdg_flows.orchestrate.review.review_file import read_lines
from sdg_flows.orchestrate.review.reviewing import ReviewAwaited, judge
from sdg_flows.storage.url import place

Made = TypeVar("Made")
_VERDICT = {"approve": APPROVED, "reject": REJECTED, "wait": ""}


class Review(RunInput):
    """The verdicts on waiting rows, as fields of the form that Prefect shows."""

    rest: Literal["approve", "reject", "wait"] = Field(description="What becomes of the rows that are not named below.")
    reject: list[str] = Field([], description="Ids of rows to reject, or how they begin.")
    approve: list[str] = Field([], description="Ids of rows to approve, or how they begin.")
    note: str = Field("", description="Why, for the rows that are rejected.")
    file: str | None = Field(None, description="A filled file, as the worker sees it; without it the one named above.")


async def reviewed_by_people(made: Callable[[], Awaitable[Made]]) -> Made:
    """Return what a flow makes. When rows wait for people, a run of a deployment is suspended until they have decided.

    Its process ends; resumed, the run starts again, finds every answer kept, and goes on with the verdicts.

    Raises:
        ReviewAwaited: rows wait, and no deployment began the run.
    """
    for times in count():
        try:
            return await made()
        except ReviewAwaited as awaited:
            if deployment.id is None:
                raise
            lines, _ = read_lines(awaited.file)
            await review_shown(awaited.block, [line for line in lines if not line.get("verdict")])
            form = Review.with_initial_data(description=_asked(awaited))
            said = await asuspend_flow_run(wait_for_input=form, key=f"{slug(awaited.file.name)}-{times}", timeout=None)
            judge(
                awaited.file,
                approve=said.approve,
                reject=said.reject,
                rest=_VERDICT[said.rest],
                note=said.note,
                other=place(said.file) if said.file else None,
            )
    raise AssertionError("count() does not end")


def has_run_before() -> bool:
    """Return whether the flow run continues: a retry, or one that was suspended, which Prefect counts as no retry."""
    context = FlowRunContext.get()
    run = context.flow_run if context else None
    return flow_run.get_run_count() > 1 or bool(run and run.total_run_time)


def _asked(awaited: ReviewAwaited) -> str:
    return (
        f"{awaited.block}: {awaited.waiting:,} of {awaited.rows:,} rows wait for people. They are the artifact "
        f"`review-{slug(awaited.block)}` of this run, and in the file `{awaited.file}`, which may be filled instead. "
        "Resumed, the run goes on with those that are approved; no answer is asked for again."
    )
