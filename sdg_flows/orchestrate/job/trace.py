"""Collects the figures, rejected rows and lineage of a pipeline while it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from sdg_flows.core.block import Block, TableBlock, TeacherBlock, settings_digest
from sdg_flows.core.rows import HeldPart, Part, Rows
from sdg_flows.core.scores import Scores, scores
from sdg_flows.core.story import BLOCK_FIELD, MADE_BY, REJECTED_BY, Generated, Step
from sdg_flows.flowfile.library import name_of
from sdg_flows.orchestrate.job.block_result import BlockResult
from sdg_flows.orchestrate.job.shards import Place, numbered
from sdg_flows.orchestrate.plan import Job
from sdg_flows.storage.parts import store_part
from sdg_flows.teacher.budget import Price


class Trace:
    """One job's figures by block over all shards, and on disk its rejected rows and lineage."""

    def __init__(self, job: Job, folder: Path, price: Callable[[str | None], Price | None]) -> None:
        self._job, self._price = job, price
        self._blocks = {one.block.name: one.block for one in job.blocks}
        self._steps = {one.block.name: _step_of(one.block) for one in job.blocks}
        self._left = _Signed(REJECTED_BY, folder / "rejected", list(self._steps))
        self._born = _Signed(MADE_BY, folder / "lineage", list(self._steps))

    def note(self, block: str, place: Place, shard: pa.Table, result: BlockResult) -> None:
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
        self._left.add(block, place, outcome.rejected)
        self._born.add(block, place, outcome.lineage)

    def story(self, rows: Rows) -> Generated:
        """Return all that came of the job's rows."""
        return Generated(
            self._job.name,
            name_of(Path(self._job.pipeline.source)),
            self._job.inputs,
            rows,
            self._left.rows,
            self._born.rows,
            tuple(self._priced(step) for step in self._steps.values()),
            self._job.instructions,
            self._job.pipeline.files,
        )

    def _priced(self, step: Step) -> Step:
        block = self._blocks[step.block]
        price = self._price(block.teacher) if isinstance(block, TeacherBlock) else None
        return replace(step, usd=price.of(step.usage)) if price else step


def _scores(block: Block, shard: pa.Table, kept: pa.Table) -> Scores | None:
    judged = block.judged_by(shard) if isinstance(block, TableBlock) else None
    return scores(judged, shard, kept) if judged else None


def _step_of(block: Block) -> Step:
    return Step(block.name, type(block).__name__, settings=settings_digest(block))


class _Signed:
    """Rows with the name of the block that they come from: a part for each block and shard."""

    def __init__(self, schema: pa.Schema, folder: Path, blocks: list[str]) -> None:
        self._schema, self._folder, self._blocks = schema, folder, blocks
        self._parts: dict[tuple[int, Place], Part] = {}

    def add(self, block: str, place: Place, rows: pa.Table) -> None:
        if rows.num_rows:
            at = self._blocks.index(block)
            names = pa.array([block] * rows.num_rows, pa.string())
            signed = rows.append_column(BLOCK_FIELD, names).select(self._schema.names)
            self._parts[at, place] = store_part(signed, self._folder / f"{at}-{numbered(place)}.arrow")

    @property
    def rows(self) -> Rows:
        """Return all rows, by block and then by place."""
        placed = [part for _, part in sorted(self._parts.items())]
        return Rows(self._schema, tuple(placed) or (HeldPart(self._schema.empty_table()),))
