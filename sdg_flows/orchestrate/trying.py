"""Sending some rows of each pipeline past all blocks, here and at once, to see what the whole will come to."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from math import log2

import pyarrow as pa
import pyarrow.compute as pc

from sdg_flows.core.block import TableBlock, TeacherBlock
from sdg_flows.core.contract import Contract, checked
from sdg_flows.core.exchange import Usage
from sdg_flows.core.pipeline import Stop
from sdg_flows.core.table import ROW_ID
from sdg_flows.teacher.reading import read_reply
from sdg_flows.teacher.teacher import KeyedRequest, Teacher


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
        """Give the share of different ones; equal requests are asked once."""
        return self.different / self.all if self.all else 1.0


@dataclass(frozen=True)
class Tried:
    """What one block did with some rows: its requests, and the tokens of the different ones.

    `seconds` is how long those took that were not kept; `unusable` counts answers by what was wrong with them. Rows out
    grow by rows in to the power of `growth`, which is below 1 where rows that are like earlier ones leave.
    """

    block: str
    teacher: str | None
    rows_in: int
    rows_out: int
    requests: Requests = Requests()
    usage: Usage = field(default_factory=Usage)
    seconds: float = 0.0
    unusable: Counter[str] = field(default_factory=Counter[str])
    growth: float = 1.0


async def tried(stops: Sequence[Stop], rows: pa.Table, teacher: Teacher, pipeline: str) -> list[Tried]:
    """Send rows past the blocks of a pipeline; answers are bought where they are not kept, and then kept.

    Raises:
        ContractError: a block returned other columns or types than it declared.
        TeacherStopped, EndpointDown, DiskError: as `Teacher.ask` says.
    """
    seen: list[Tried] = []
    for stop in stops:
        one, rows = await _past(stop, rows, teacher, pipeline)
        seen.append(one)
    return seen


async def looked_up(stops: Sequence[Stop], rows: pa.Table, teacher: Teacher) -> dict[str, Requests]:
    """Give the requests about these rows by block, without asking; a row goes on while all of its answers are kept."""
    found: dict[str, Requests] = {}
    whole = True
    for stop in stops:
        block = stop.block
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


async def _past(stop: Stop, rows: pa.Table, teacher: Teacher, pipeline: str) -> tuple[Tried, pa.Table]:
    block, rows_in = stop.block, rows.num_rows
    if isinstance(block, TableBlock):
        kept = block(rows).kept
        one = Tried(block.name, None, rows_in, kept.num_rows, growth=_growth(block, rows, kept.num_rows))
    else:
        keyed = teacher.keyed(block.requests(rows))
        before = teacher.kept(keyed).keys()
        began = time.monotonic()
        answers = await teacher.answers(keyed, group=pipeline)
        seconds = time.monotonic() - began
        usages = {key: read_reply(reply).usage for key, reply in teacher.kept(keyed).items()}
        kept = block.read(rows, answers).kept
        one = Tried(
            block.name,
            block.teacher,
            rows_in,
            kept.num_rows,
            _counted(keyed, before),
            sum(usages.values(), Usage()),
            0.0 if all(key in before for key, _ in keyed) else seconds,
            Counter(answer.outcome for answer in answers if answer.outcome != "ok"),
        )
    return one, checked(kept, Contract(set(stop.columns), stop.types), f"block {block.name!r}")


def _counted(keyed: Sequence[KeyedRequest], kept: Set[str]) -> Requests:
    different = {key for key, _ in keyed}
    return Requests(len(keyed), len(different), len(different & kept))


def _growth(block: TableBlock, rows: pa.Table, kept: int) -> float:
    """Give the exponent by which rows out grow, from those of half the rows.

    Source: Heaps' law, by which the number of different words grows as a power of the length of a text.
    """
    if not block.whole_table or not kept:
        return 1.0
    of_half = block(rows.slice(0, rows.num_rows // 2)).kept.num_rows
    return min(1.0, max(0.0, log2(kept / of_half))) if of_half else 1.0
