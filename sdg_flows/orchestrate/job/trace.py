"""Collects the statistics, rejected rows and lineage of a pipeline while it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from sdg_flows.core.block import Block, TableBlock, TeacherBlock, settings_digest
from sdg_flows.core.rows import MemoryPart, Part, Rows
from sdg_flows.core.run_record import BLOCK_FIELD, LINEAGE_WITH_BLOCK, REJECTED_WITH_BLOCK, PipelineResult, Step
from sdg_flows.core.scores import Scores, count_scores
from sdg_flows.flowfile.library import suite_name
from sdg_flows.orchestrate.job.block_result import BlockResult
from sdg_flows.orchestrate.job.shards import ShardIndex, index_text
from sdg_flows.orchestrate.plan import Job
from sdg_flows.storage.parts import store_part
from sdg_flows.teacher.budget import Price


class Trace:
    """The statistics of a job by block, over all shards, and its rejected rows and lineage, which are kept on disk."""

    def __init__(self, job: Job, folder: Path, price: Callable[[str | None], Price | None]) -> None:
        self._job, self._price = job, price
        self._blocks = {one.block.name: one.block for one in job.blocks}
        self._steps = {one.block.name: _empty_step(one.block) for one in job.blocks}
        self._rejected = _RowsByBlock(REJECTED_WITH_BLOCK, folder / "rejected", list(self._steps))
        self._lineage = _RowsByBlock(LINEAGE_WITH_BLOCK, folder / "lineage", list(self._steps))

    def record(self, block: str, index: ShardIndex, shard: pa.Table, result: BlockResult) -> None:
        """Add what a block did to a shard."""
        outcome, so_far = result.outcome, self._steps[block]
        counted = pc.value_counts(outcome.rejected["reason"].combine_chunks()).to_pylist()
        self._steps[block] = so_far + Step(
            block,
            so_far.block_type,
            shard.num_rows,
            outcome.kept.num_rows,
            {entry["values"]: entry["counts"] for entry in counted},
            result.asked,
            result.kept_answers,
            result.usage,
            result.seconds,
            scores=_scores(self._blocks[block], shard, outcome.kept),
        )
        self._rejected.add(block, index, outcome.rejected)
        self._lineage.add(block, index, outcome.lineage)

    def result(self, rows: Rows) -> PipelineResult:
        """Return the result of the job, of which `rows` are the generated rows."""
        return PipelineResult(
            self._job.name,
            suite_name(Path(self._job.pipeline.source)),
            self._job.inputs,
            rows,
            self._rejected.rows,
            self._lineage.rows,
            tuple(self._with_cost(step) for step in self._steps.values()),
            self._job.instructions,
            self._job.pipeline.files,
        )

    def _with_cost(self, step: Step) -> Step:
        block = self._blocks[step.block]
        price = self._price(block.teacher) if isinstance(block, TeacherBlock) else None
        return replace(step, usd=price.cost(step.usage)) if price else step


def _scores(block: Block, shard: pa.Table, kept: pa.Table) -> Scores | None:
    judged = block.filter_cells(shard) if isinstance(block, TableBlock) else None
    return count_scores(judged, shard, kept) if judged else None


def _empty_step(block: Block) -> Step:
    return Step(block.name, type(block).__name__, settings=settings_digest(block))


class _RowsByBlock:
    """Rows with the name of the block that they come from, in one part for each block and shard."""

    def __init__(self, schema: pa.Schema, folder: Path, blocks: list[str]) -> None:
        self._schema, self._folder, self._blocks = schema, folder, blocks
        self._parts: dict[tuple[int, ShardIndex], Part] = {}

    def add(self, block: str, index: ShardIndex, rows: pa.Table) -> None:
        if rows.num_rows:
            at = self._blocks.index(block)
            names = pa.array([block] * rows.num_rows, pa.string())
            labelled = rows.append_column(BLOCK_FIELD, names).select(self._schema.names)
            self._parts[at, index] = store_part(labelled, self._folder / f"{at}-{index_text(index)}.arrow")

    @property
    def rows(self) -> Rows:
        """Return all rows, ordered by block and then by shard."""
        placed = [part for _, part in sorted(self._parts.items())]
        return Rows(self._schema, tuple(placed) or (MemoryPart(self._schema.empty_table()),))
