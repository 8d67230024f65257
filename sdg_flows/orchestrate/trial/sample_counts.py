"""What a sample run came to, counted for each block, from which the whole run is forecast."""

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
from sdg_flows.core.seeded_random import shuffled
from sdg_flows.core.table import ROW_ID
from sdg_flows.orchestrate.trial.error_margin import Margin, margin_of_counts, margin_of_mean
from sdg_flows.orchestrate.trial.sample_run import Passage
from sdg_flows.teacher.teacher import KeyedRequest, Teacher

HALVES = 16


@dataclass(frozen=True)
class Requests:
    """Requests about some rows, how many different ones they are, and of how many of these the answers were kept.

    `whole` is False when rows are missing for want of an answer to an earlier block.
    """

    all: int = 0
    different: int = 0
    kept: int = 0
    whole: bool = False

    @property
    def different_share(self) -> float:
        """Return the share of different ones; equal requests are asked once."""
        return self.different / self.all if self.all else 1.0


@dataclass(frozen=True)
class BlockCounts:
    """What one block did with some rows: its requests, and the tokens of the different ones.

    `seconds` is how long the requests took that were not kept; `unusable` counts answers by what was wrong with them,
    and `said` is the detail of the first; `rejected` counts rows by reason. Rows out grow by rows in to the power of
    `growth`, which is below 1 where rows that are like earlier ones leave. `margin` is of the rows out for each row in,
    `came_margin` of the rows in for each row that was tried, which tells more where rows made of one row are alike, and
    `prompt_margin` and `completion_margin` of the tokens of a request.
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


def tried(passages: Sequence[Passage]) -> list[BlockCounts]:
    """Count what became of the sampled rows at each block of a pipeline, in order."""
    rows: list[str] = passages[0].rows[ROW_ID].to_pylist() if passages else []
    source = {row_id: row_id for row_id in rows}
    found: list[BlockCounts] = []
    for passage in passages:
        came = Counter(source.values())
        found.append(_tried(passage, [came[row_id] for row_id in rows]))
        parents = _parents(passage.outcome)
        kept: list[str] = passage.outcome.kept[ROW_ID].to_pylist()
        source = {row_id: source[parents.get(row_id, row_id)] for row_id in kept}
    return found


def _tried(passage: Passage, came: Sequence[int]) -> BlockCounts:
    """Count what became of rows at one block, to which so many came of each row that was tried."""
    block, outcome = passage.block, passage.outcome
    unusable = [answer for answer in passage.answers if answer.outcome != "ok"]
    tokens = passage.usages.values()
    return BlockCounts(
        block.name,
        block.teacher if isinstance(block, TeacherBlock) else None,
        passage.rows.num_rows,
        outcome.kept.num_rows,
        _counted(passage.asked, passage.kept),
        sum(tokens, Usage()),
        passage.seconds,
        Counter(answer.outcome for answer in unusable),
        next((answer.detail for answer in unusable if answer.detail), None),
        Counter(outcome.rejected["reason"].to_pylist()),
        _growth(block, passage.rows, outcome.kept.num_rows),
        margin_of_counts(rows_made(passage.rows, outcome)) if _may_vary(passage) else Margin(),
        margin_of_counts(came),
        margin_of_mean([usage.prompt_tokens for usage in tokens]),
        margin_of_mean([usage.completion_tokens for usage in tokens]),
    )


def _may_vary(passage: Passage) -> bool:
    """Return whether it depends on a row how many it becomes: not where columns are only moved, nor by the whole table."""
    block, columns = passage.block, passage.block.columns
    if not isinstance(block, TableBlock):
        return True
    changes_columns = bool({*columns.adds} - {*passage.rows.column_names} or list(columns.removes))
    return not block.whole_table and (block.row_by_row or not changes_columns or passage.outcome.rejected.num_rows > 0)


def rows_made(rows: pa.Table, outcome: Outcome) -> list[int]:
    """Return how many rows that stay each row became."""
    parents = _parents(outcome)
    made = Counter(parents.get(row_id, row_id) for row_id in outcome.kept[ROW_ID].to_pylist())
    return [made[row_id] for row_id in rows[ROW_ID].to_pylist()]


def _parents(outcome: Outcome) -> dict[str, str]:
    """Return the parent of each row that was made."""
    return {line[ROW_ID]: line["parent_id"] for line in outcome.lineage.to_pylist()}


async def looked_up(blocks: Sequence[ResolvedBlock], rows: pa.Table, teacher: Teacher) -> dict[str, Requests]:
    """Return the requests about these rows by block, without asking; a row goes on while all of its answers are kept."""
    found: dict[str, Requests] = {}
    whole = True
    for one in blocks:
        block = one.block
        if isinstance(block, TeacherBlock):
            keyed = teacher.keyed(block.requests(rows))
            there = teacher.kept(keyed).keys()
            found[block.name] = replace(_counted(keyed, there), whole=whole)
            lacking = {request.row_id for key, request in keyed if key not in there}
            rows = rows.filter(pc.invert(pc.is_in(rows[ROW_ID], pa.array(sorted(lacking), pa.string()))))
            whole = whole and not lacking
            answers = await teacher.answers([one for one in keyed if one[1].row_id not in lacking])
            rows = block.read(rows, answers).kept
        elif isinstance(block, TableBlock):
            rows = block(rows).kept
    return found


def _counted(keyed: Sequence[KeyedRequest], kept: Set[str]) -> Requests:
    different = {key for key, _ in keyed}
    return Requests(len(keyed), len(different), len(different & kept))


def _growth(block: Block, rows: pa.Table, kept: int) -> float:
    """Return the exponent by which rows out grow, from how many stay of half the rows: the mean of several halves.

    Source: Heaps' law, by which the number of different words grows as a power of the length of a text.
    """
    half = rows.num_rows // 2
    if not isinstance(block, TableBlock) or not block.whole_table or not kept or not half:
        return 1.0
    ids: list[str] = rows[ROW_ID].to_pylist()
    halves = [sorted(shuffled(draw, ids)[:half]) for draw in range(HALVES)]
    of_half = fmean(block(rows.take(pa.array(places))).kept.num_rows for places in halves)
    return min(1.0, max(0.0, log(kept / of_half) / log(rows.num_rows / half))) if of_half else 1.0
