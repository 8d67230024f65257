from __future__ import annotations

from dataclasses import replace

import pyarrow as pa

from sdg_flows.core.exchange import Usage
from sdg_flows.orchestrate.open_run_teacher import offline_stand_in
from sdg_flows.orchestrate.plan import Job, Plan
from sdg_flows.orchestrate.trial.forecast import PipelineSample
from sdg_flows.orchestrate.trial.sample_counts import count_kept_requests, count_steps
from sdg_flows.orchestrate.trial.sample_run import SampleStep, run_sample
from sdg_flows.teacher.budget import usage_or_estimate
from sdg_flows.teacher.teacher import Teacher

ROWS_COUNTED = 2000
"""Rows for which it is looked what is kept; there is a prompt to render for each."""


async def sample_pipelines(plan: Plan, teacher: Teacher, sample: int, *, asks: bool) -> list[PipelineSample]:
    """Count the kept answers, and run `sample` rows of each pipeline, spread over its input; their answers are kept.

    Without `asks`, nothing is asked: the answers are kept ones or, if some are missing, made up by the offline teacher.
    """
    return [await _sample_pipeline(job, teacher, sample, asks=asks) for job in plan.jobs]


async def _sample_pipeline(job: Job, teacher: Teacher, sample: int, *, asks: bool) -> PipelineSample:
    counted_rows, sampled_rows = (
        job.inputs.sample_evenly(ROWS_COUNTED).table(),
        job.inputs.sample_evenly(sample).table(),
    )
    found = await count_kept_requests(job.blocks, counted_rows, teacher)
    assumed = not (asks or await _all_kept(job, sampled_rows, teacher))
    steps = await run_sample(job.blocks, sampled_rows, offline_stand_in() if assumed else teacher, job.name)
    counted = count_steps([_with_estimated_usage(one) for one in steps] if assumed else steps)
    return PipelineSample(
        job.name, job.inputs.num_rows, sampled_rows.num_rows, counted, counted_rows.num_rows, found, assumed
    )


async def _all_kept(job: Job, rows: pa.Table, teacher: Teacher) -> bool:
    found = await count_kept_requests(job.blocks, rows, teacher)
    return all(one.whole and one.kept == one.different for one in found.values())


def _with_estimated_usage(step: SampleStep) -> SampleStep:
    """Estimate tokens by characters: those of the offline teacher are words."""
    texts = {answer.key: answer.text or "" for answer in step.answers}
    usages = {
        key: usage_or_estimate(Usage(), request.characters, len(texts[key]))
        for key, request in dict(step.asked).items()
    }
    return replace(step, usages=usages, seconds=0.0)
