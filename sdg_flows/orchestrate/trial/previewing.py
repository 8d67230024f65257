"""Runs a few rows of each pipeline through all of its blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from sdg_flows.core.errors import SettingsError
from sdg_flows.core.rows import Rows
from sdg_flows.core.table import ROW_ID, concat_tables
from sdg_flows.orchestrate.plan import Plan
from sdg_flows.orchestrate.trial.sample_run import SampleStep, run_sample
from sdg_flows.teacher.teacher import Teacher


@dataclass(frozen=True)
class PipelinePreview:
    """A pipeline's number of rows, and what each block did with the chosen ones."""

    pipeline: str
    rows: int
    steps: Sequence[SampleStep]

    @property
    def rows_in(self) -> int:
        """Return the number of rows that were chosen."""
        return self.steps[0].rows.num_rows if self.steps else 0

    @property
    def rows_out(self) -> int:
        """Return the number of rows after the last block."""
        return self.steps[-1].outcome.kept.num_rows if self.steps else 0

    @property
    def lost(self) -> Counter[tuple[str, str]]:
        """Return the number of rejected rows by block and reason."""
        return Counter({(one.block.name, reason): rows for one in self.steps for reason, rows in one.reasons.items()})


async def preview_pipelines(
    plan: Plan, teacher: Teacher, count: int, row_id: str | None = None
) -> list[PipelinePreview]:
    """Run `count` rows of each pipeline, spread over its input, through its blocks, or only the row with `row_id`.

    Raises:
        SettingsError: no input row, or more than one, has an id that begins so.
        ContractError, TeacherStopped, EndpointDown, DiskError: see `run_sample`.
    """
    chosen = [_choose_rows(job.inputs, count, row_id) for job in plan.jobs]
    if row_id is not None:
        _check_unique(row_id, chosen)
    return [
        PipelinePreview(job.name, job.inputs.num_rows, await run_sample(job.blocks, rows, teacher, job.name))
        for job, rows in zip(plan.jobs, chosen, strict=True)
        if rows.num_rows
    ]


def _choose_rows(inputs: Rows, count: int, row_id: str | None) -> pa.Table:
    if row_id is None:
        return inputs.sample_evenly(count).table()
    return concat_tables([table.filter(pc.starts_with(table[ROW_ID], row_id)) for table in inputs.tables()])


def _check_unique(row_id: str, chosen: Sequence[pa.Table]) -> None:
    found = sorted({found for rows in chosen for found in rows[ROW_ID].to_pylist()})
    if not found:
        raise SettingsError(
            f"--row: no row that goes in has an id that begins with {row_id!r}. `sdg-flows preview` shows the ids of "
            "some, and `sdg-flows why` the row that a made row comes from."
        )
    if len(found) > 1:
        raise SettingsError(f"--row: {row_id!r} is how several rows begin, such as {', '.join(found[:3])}. Give more.")
