"""Sends a few rows of each pipeline through all of its blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from sdg_flows.core.errors import SettingsError
from sdg_flows.core.rows import Rows
from sdg_flows.core.table import ROW_ID, joined
from sdg_flows.orchestrate.plan import Plan
from sdg_flows.orchestrate.trial.sample_run import Passage, passages
from sdg_flows.teacher.teacher import Teacher


@dataclass(frozen=True)
class Previewed:
    """How many rows a pipeline has, and what each block did with those that were chosen."""

    pipeline: str
    rows: int
    passages: Sequence[Passage]

    @property
    def rows_in(self) -> int:
        """Return how many rows were chosen."""
        return self.passages[0].rows.num_rows if self.passages else 0

    @property
    def rows_out(self) -> int:
        """Return how many rows stayed to the end."""
        return self.passages[-1].outcome.kept.num_rows if self.passages else 0

    @property
    def lost(self) -> Counter[tuple[str, str]]:
        """Return how many rows left, by block and reason."""
        return Counter(
            {(one.block.name, reason): rows for one in self.passages for reason, rows in one.reasons.items()}
        )


async def previewed(plan: Plan, teacher: Teacher, count: int, row_id: str | None = None) -> list[Previewed]:
    """Send `count` rows of each pipeline, spread over its input, through its blocks, or the one row that is named.

    Raises:
        SettingsError: no input row, or more than one, has an id that begins so.
        ContractError, TeacherStopped, EndpointDown, DiskError: as `passages` says.
    """
    chosen = [_chosen(job.inputs, count, row_id) for job in plan.jobs]
    if row_id is not None:
        _check_one(row_id, chosen)
    return [
        Previewed(job.name, job.inputs.num_rows, await passages(job.blocks, rows, teacher, job.name))
        for job, rows in zip(plan.jobs, chosen, strict=True)
        if rows.num_rows
    ]


def _chosen(inputs: Rows, count: int, row_id: str | None) -> pa.Table:
    if row_id is None:
        return inputs.spread(count).table()
    return joined([table.filter(pc.starts_with(table[ROW_ID], row_id)) for table in inputs.tables()])


def _check_one(row_id: str, chosen: Sequence[pa.Table]) -> None:
    found = sorted({found for rows in chosen for found in rows[ROW_ID].to_pylist()})
    if not found:
        raise SettingsError(
            f"--row: no row that goes in has an id that begins with {row_id!r}. `sdg-flows preview` shows the ids of "
            "some, and `sdg-flows why` the row that a made row comes from."
        )
    if len(found) > 1:
        raise SettingsError(f"--row: {row_id!r} is how several rows begin, such as {', '.join(found[:3])}. Give more.")
