"""Runs a sample of rows through all blocks, in this process and at once, keeping each request with its answer."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from sdg_flows.core.block import Block, Outcome, TableBlock, TeacherBlock
from sdg_flows.core.contract import Contract, enforce
from sdg_flows.core.exchange import Answer, Usage
from sdg_flows.core.pipeline import ResolvedBlock
from sdg_flows.teacher.budget import usage_or_estimate
from sdg_flows.teacher.reading import read_reply
from sdg_flows.teacher.teacher import KeyedRequest, Teacher


@dataclass(frozen=True)
class SampleStep:
    """One block's part in a sample run: its input rows, its outcome, and each request with its answer.

    `kept` are the keys of answers that were kept before. By key, `usages` has the tokens of each answer, estimated
    where the server does not report them, and `took` the seconds at the server of the last attempt, for answers bought
    now. `seconds` is how long all answers took.
    """

    block: Block
    rows: pa.Table
    outcome: Outcome
    asked: tuple[KeyedRequest, ...] = ()
    answers: tuple[Answer, ...] = ()
    kept: frozenset[str] = frozenset()
    usages: Mapping[str, Usage] = field(default_factory=dict[str, Usage])
    took: Mapping[str, float] = field(default_factory=dict[str, float])
    seconds: float = 0.0

    @property
    def bought(self) -> frozenset[str]:
        """Return the keys of the answers that were bought now."""
        return frozenset(key for key, _ in self.asked) - self.kept

    @property
    def reasons(self) -> Counter[str]:
        """Return the number of rejected rows by reason."""
        return Counter(self.outcome.rejected["reason"].to_pylist())

    @property
    def teacher(self) -> str | None:
        """Return the name of the block's endpoint; None for the run's own one, and for a block that does not ask."""
        return self.block.teacher if isinstance(self.block, TeacherBlock) else None


async def run_sample(
    blocks: Sequence[ResolvedBlock], rows: pa.Table, teacher: Teacher, pipeline: str
) -> list[SampleStep]:
    """Run rows through the blocks of a pipeline. Answers that are not kept are bought, and then kept.

    Raises:
        ContractError: a block returned other columns or types than it declared.
        TeacherStopped, EndpointDown, DiskError: see `Teacher.answers`.
    """
    steps: list[SampleStep] = []
    for one in blocks:
        step = await _run_step(one.block, rows, teacher, pipeline)
        rows = enforce(step.outcome.kept, Contract(set(one.columns), one.types), f"block {one.block.name!r}")
        steps.append(step)
    return steps


async def _run_step(block: Block, rows: pa.Table, teacher: Teacher, pipeline: str) -> SampleStep:
    if isinstance(block, TableBlock):
        return SampleStep(block, rows, block(rows))
    if not isinstance(block, TeacherBlock):
        raise TypeError(f"{block.name}: a block is a TableBlock or a TeacherBlock")
    keyed = tuple(teacher.keyed(block.requests(rows)))
    before = frozenset(teacher.stored_replies(keyed))
    took: dict[str, float] = {}
    teacher.on_answer_time(took.__setitem__)
    began = time.monotonic()
    answers = tuple(await teacher.answers(keyed, group=pipeline))
    seconds = time.monotonic() - began if any(key not in before for key, _ in keyed) else 0.0
    usages = _usages(keyed, teacher)
    return SampleStep(block, rows, block.read(rows, answers), keyed, answers, before, usages, took, seconds)


def _usages(keyed: Sequence[KeyedRequest], teacher: Teacher) -> dict[str, Usage]:
    """Return the tokens of each answer, all of which are kept by now."""
    asked = dict(keyed)
    readings = {key: read_reply(reply) for key, reply in teacher.stored_replies(keyed).items()}
    return {
        key: usage_or_estimate(one.usage, asked[key].characters, len(one.text)) if one.text is not None else one.usage
        for key, one in readings.items()
    }
