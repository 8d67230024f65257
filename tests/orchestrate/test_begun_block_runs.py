"""What a head start begins, and how often."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from sdg_flows.core.block import Outcome, TeacherBlock
from sdg_flows.core.columns import Columns
from sdg_flows.core.exchange import Answer, Request
from sdg_flows.core.pipeline import Pipeline, PlacedBlock, resolve_columns
from sdg_flows.core.rows import Rows
from sdg_flows.core.table import ROW_ID
from sdg_flows.orchestrate.head_start import head_start
from sdg_flows.orchestrate.job.executor import LocalExecutor
from sdg_flows.orchestrate.plan import Job, Plan
from sdg_flows.orchestrate.progress import Progress
from sdg_flows.orchestrate.run_context import RunContext
from sdg_flows.orchestrate.workdir.work_dir import WorkDir
from sdg_flows.teacher.answer_store.store import AnswerStore
from sdg_flows.teacher.pacing.pace import Pace
from sdg_flows.teacher.teacher import Teacher
from teacher.scripted import ScriptedBackend


class Echo(TeacherBlock):
    """Asks each row's id, and keeps the rows."""

    @property
    def columns(self) -> Columns:
        return Columns()

    def requests(self, table: pa.Table) -> list[Request]:
        return [Request(one, 0, {}, prompt=one) for one in table[ROW_ID].to_pylist()]

    def read(self, table: pa.Table, answers: Sequence[Answer]) -> Outcome:
        return Outcome(table)


def begun(folder: Path, jobs: Sequence[Job]) -> RunContext:
    """Return the context of a head start that has gone as far as it goes."""

    async def begin() -> RunContext:
        backend = ScriptedBackend(lambda request: "yes")
        teacher = Teacher(backend, AnswerStore(folder / "answers.sqlite"), Pace(4, 4))
        context = RunContext(LocalExecutor(teacher), WorkDir(folder), Progress(), folder)
        async with head_start(Plan("suite", "here", tuple(jobs), ()), context):
            while teacher.tally.answered < 8 or not all(run.done() for run in context.begun.values()):
                await asyncio.sleep(0.01)
        await teacher.close()
        return context

    return asyncio.run(asyncio.wait_for(begin(), 20))


def test_two_pipelines_that_do_the_same_with_equal_rows_begin_it_once(tmp_path):
    rows = Rows.of(pa.table({ROW_ID: [f"r{at}" for at in range(8)]}))
    pipelines = [Pipeline(name, "flow.yaml", (PlacedBlock(Echo(name="echo"), "flow.yaml:1"),)) for name in ("a", "b")]
    context = begun(
        tmp_path, [Job(one.name, one, rows, tuple(resolve_columns(one, [ROW_ID])), {}) for one in pipelines]
    )

    assert len(context.begun) == 1
    assert sum(block.requests for block in context.progress.blocks.values()) == 8
