from __future__ import annotations

from dataclasses import replace

import pyarrow as pa

from sdg_flows.core.exchange import Usage
from sdg_flows.orchestrate.open_run_teacher import offline_stand_in
from sdg_flows.orchestrate.plan import Job, Plan
from sdg_flows.orchestrate.trial.forecast import Looked
from sdg_flows.orchestrate.trial.sample_counts import looked_up, tried
from sdg_flows.orchestrate.trial.sample_run import Passage, passages
from sdg_flows.teacher.budget import usage_or_estimate
from sdg_flows.teacher.teacher import Teacher

ROWS_LOOKED_UP = 2000
"""Rows for which it is looked what is kept; there is a prompt to render for each."""


async def looked_ahead(plan: Plan, teacher: Teacher, sample: int, *, asks: bool) -> list[Looked]:
    """Look what is kept, and try `sample` rows of each pipeline, spread over its input; their answers are kept.

    Unless it `asks`, they are tried with answers that are kept or, when these are not all there, made up offline.
    """
    return [await _looked(job, teacher, sample, asks=asks) for job in plan.jobs]


async def _looked(job: Job, teacher: Teacher, sample: int, *, asks: bool) -> Looked:
    many, few = job.inputs.spread(ROWS_LOOKED_UP).table(), job.inputs.spread(sample).table()
    found = await looked_up(job.blocks, many, teacher)
    assumed = not (asks or await _all_kept(job, few, teacher))
    seen = await passages(job.blocks, few, offline_stand_in() if assumed else teacher, job.name)
    counted = tried([_estimated(one) for one in seen] if assumed else seen)
    return Looked(job.name, job.inputs.num_rows, few.num_rows, counted, many.num_rows, found, assumed)


async def _all_kept(job: Job, rows: pa.Table, teacher: Teacher) -> bool:
    found = await looked_up(job.blocks, rows, teacher)
    return all(one.whole and one.kept == one.different for one in found.values())


def _estimated(passage: Passage) -> Passage:
    """Count the tokens by characters: those of the offline teacher are words."""
    texts = {answer.key: answer.text or "" for answer in passage.answers}
    usages = {
        key: usage_or_estimate(Usage(), request.characters, len(texts[key]))
        for key, request in dict(passage.asked).items()
    }
    return replace(passage, usages=usages, seconds=0.0)
