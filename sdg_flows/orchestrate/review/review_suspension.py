"""Suspends a run in Prefect when rows wait for human review, with a form for the verdicts on its page."""

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
from sdg_flows.orchestrate.artifacts import show_review, slug
from sdg_flows.orchestrate.review.review_file import read_lines
from sdg_flows.orchestrate.review.reviewing import ReviewAwaited, write_verdicts
from sdg_flows.storage.url import place

Result = TypeVar("Result")
_VERDICT = {"approve": APPROVED, "reject": REJECTED, "wait": ""}


class Review(RunInput):
    """The verdicts on waiting rows, as fields of the form that Prefect shows."""

    rest: Literal["approve", "reject", "wait"] = Field(description="What becomes of the rows that are not named below.")
    reject: list[str] = Field([], description="Ids of rows to reject, or how they begin.")
    approve: list[str] = Field([], description="Ids of rows to approve, or how they begin.")
    note: str = Field("", description="Why, for the rows that are rejected.")
    file: str | None = Field(None, description="A filled file, as the worker sees it; without it the one named above.")


async def suspend_for_review(run: Callable[[], Awaitable[Result]]) -> Result:
    """Return the result of `run`. When rows wait for review, suspend a run of a deployment until there are verdicts.

    The process of a suspended run ends. When it is resumed, it starts again, finds all answers kept, and uses the
    verdicts.

    Raises:
        ReviewAwaited: rows wait for review, and the run is not one of a deployment.
    """
    for times in count():
        try:
            return await run()
        except ReviewAwaited as awaited:
            if deployment.id is None:
                raise
            lines, _ = read_lines(awaited.file)
            await show_review(awaited.block, [line for line in lines if not line.get("verdict")])
            form = Review.with_initial_data(description=_form_description(awaited))
            answer = await asuspend_flow_run(
                wait_for_input=form, key=f"{slug(awaited.file.name)}-{times}", timeout=None
            )
            write_verdicts(
                awaited.file,
                approve=answer.approve,
                reject=answer.reject,
                rest=_VERDICT[answer.rest],
                note=answer.note,
                other=place(answer.file) if answer.file else None,
            )
    raise AssertionError("count() does not end")


def is_continued() -> bool:
    """Return whether the flow run is a retry or was suspended, which Prefect does not count as a retry."""
    context = FlowRunContext.get()
    run = context.flow_run if context else None
    return flow_run.get_run_count() > 1 or bool(run and run.total_run_time)


def _form_description(awaited: ReviewAwaited) -> str:
    return (
        f"{awaited.block}: {awaited.waiting:,} of {awaited.rows:,} rows wait for people. They are the artifact "
        f"`review-{slug(awaited.block)}` of this run, and in the file `{awaited.file}`, which may be filled instead. "
        "Resumed, the run goes on with those that are approved; no answer is asked for again."
    )
