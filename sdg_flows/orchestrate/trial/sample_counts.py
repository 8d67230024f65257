"""Counts what each block did in a sample run, for the forecast of the whole run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from math import log
from statistics import fmean

import pyarrow as pa
import pyarrow.compute as pc

from sdg_flows.core.block import Block, Outcome, TableBlock, TeacherBlock
from sdg_flows.core.exchange import Usage
from sdg_flows.core.pipeline import ResolvedBlock
from sdg_flows.core.seeded_random import shuffled_indexes
from sdg_flows.core.table import ROW_ID
from sdg_flows.orchestrate.trial.error_margin import Margin, margin_of_counts, margin_of_mean
from sdg_flows.orchestrate.trial.sample_run import SampleStep
from sdg_flows.teacher.teacher import KeyedRequest, Teacher

GROWTH_SAMPLES = 16


@dataclass(frozen=True)
class Requests:
    """The number of requests about some rows, of different ones, and of those whose answers are kept.

    `whole` is False when rows are missing because an earlier block has no answer for them.
    """

    all: int = 0
    different: int = 0
    kept: int = 0
    whole: bool = False

    @property
    def different_share(self) -> float:
        """Return the share of different requests; equal ones are asked once."""
        return self.different / self.all if self.all else 1.0


@dataclass(frozen=True)
class BlockCounts:
    """What one block did with some rows: its requests, and the tokens of the different ones.

    `seconds` is how long the requests without kept answers took. `unusable` counts answers by outcome, and `said` is
    the detail of the first; `rejected` counts rows by reason. Rows out grow with rows in to the power of `growth`,
    which is below 1 if rows that resemble earlier ones are dropped. `margin` is of the rows out per row in;
    `came_margin` of the rows in per sampled row, which is wider if the rows made of one row are alike; `prompt_margin`
    and `completion_margin` are of the tokens per request.
    """

    block: str
    teacher: str | None
    rows_in: int
    rows_out: int
    requests: Requests = Requests()
    usage: Usage = field(default_factory=Usage)
    seconds: float = 0.0
    unusable: Counter[str] = field(default_factory=Counter[str])
    said: str | None = None
    rejected: Counter[str] = field(default_factory=Counter[str])
    growth: float = 1.0
    margin: Margin = field(default_factory=Margin)
    came_margin: Margin = field(default_factory=Margin)
    prompt_margin: Margin = field(default_factory=Margin)
    completion_margin: Margin = field(default_factory=Margin)


def count_steps(steps: Sequence[SampleStep]) -> list[BlockCounts]:
    """Count what each block of a pipeline did with the sampled rows, in order."""
    rows: list[str] = steps[0].rows[ROW_ID].to_pylist() if steps else []
    source = {row_id: row_id for row_id in rows}
    found: list[BlockCounts] = []
    for step in steps:
        came = Counter(source.values())
        found.append(_count_step(step, [came[row_id] for row_id in rows]))
        parents = _parents(step.outcome)
        kept: list[str] = step.outcome.kept[ROW_ID].to_pylist()
        source = {row_id: source[parents.get(row_id, row_id)] for row_id in kept}
    return found


def _count_step(step: SampleStep, came: Sequence[int]) -> BlockCounts:
    """Count what one block did; `came` has for each sampled row the number of rows made of it that get here."""
    block, outcome = step.block, step.outcome
    unusable = [answer for answer in step.answers if answer.outcome != "ok"]
    tokens = step.usages.values()
    return BlockCounts(
        block.name,
        block.teacher if isinstance(block, TeacherBlock) else None,
        step.rows.num_rows,
        outcome.kept.num_rows,
        _count_requests(step.asked, step.kept),
        sum(tokens, Usage()),
        step.seconds,
        Counter(answer.outcome for answer in unusable),
        next((answer.detail for answer in unusable if answer.detail), None),
        Counter(outcome.rejected["reason"].to_pylist()),
        _growth(block, step.rows, outcome.kept.num_rows),
        margin_of_counts(count_rows_made(step.rows, outcome)) if _may_vary(step) else Margin(),
        margin_of_counts(came),
        margin_of_mean([usage.prompt_tokens for usage in tokens]),
        margin_of_mean([usage.completion_tokens for usage in tokens]),
    )


def _may_vary(step: SampleStep) -> bool:
    """Return whether the number of rows that a row becomes depends on the row: not if the block only moves columns."""
    block, columns = step.block, step.block.columns
    if not isinstance(block, TableBlock):
        return True
    changes_columns = bool({*columns.adds} - {*step.rows.column_names} or list(columns.removes))
    return not block.whole_table and (block.row_by_row or not changes_columns or step.outcome.rejected.num_rows > 0)


def count_rows_made(rows: pa.Table, outcome: Outcome) -> list[int]:
    """Return how many of the rows that stay were made of each row."""
    parents = _parents(outcome)
    made = Counter(parents.get(row_id, row_id) for row_id in outcome.kept[ROW_ID].to_pylist())
    return [made[row_id] for row_id in rows[ROW_ID].to_pylist()]


def _parents(outcome: Outcome) -> dict[str, str]:
    """Return the parent of each row that was made."""
    return {line[ROW_ID]: line["parent_id"] for line in outcome.lineage.to_pylist()}


async def count_kept_requests(blocks: Sequence[ResolvedBlock], rows: pa.Table, teacher: Teacher) -> dict[str, Requests]:
    """Count the requests about rows by block, without asking. A row continues while all answers about it are kept."""
    found: dict[str, Requests] = {}
    whole = True
    for one in blocks:
        block = one.block
        if isinstance(block, TeacherBlock):
            keyed = teacher.keyed(block.requests(rows))
            kept = teacher.stored_replies(keyed).keys()
            found[block.name] = replace(_count_requests(keyed, kept), whole=whole)
            unanswered = {request.row_id for key, request in keyed if key not in kept}
            rows = rows.filter(pc.invert(pc.is_in(rows[ROW_ID], pa.array(sorted(unanswered), pa.string()))))
            whole = whole and not unanswered
            answers = await teacher.answers([one for one in keyed if one[1].row_id not in unanswered])
            rows = block.read(rows, answers).kept
        elif isinstance(block, TableBlock):
            rows = block(rows).kept
    return found


def _count_requests(keyed: Sequence[KeyedRequest], kept: Set[str]) -> Requests:
    different = {key for key, _ in keyed}
    return Requests(len(keyed), len(different), len(different & kept))


def _growth(block: Block, rows: pa.Table, kept: int) -> float:
    """Return the exponent of rows out by rows in, from the mean number that stays of several random halves of the rows.

    Source: Heaps' law, by which the number of different words grows as a power of the length of a text.
    """
    half = rows.num_rows // 2
    if not isinstance(block, TableBlock) or not block.whole_table or not kept or not half:
        return 1.0
    ids: list[str] = rows[ROW_ID].to_pylist()
    halves = [sorted(shuffled_indexes(draw, ids)[:half]) for draw in range(GROWTH_SAMPLES)]
    of_half = fmean(block(rows.take(pa.array(places))).kept.num_rows for places in halves)
    return min(1.0, max(0.0, log(kept / of_half) / log(rows.num_rows / half))) if of_half else 1.0
