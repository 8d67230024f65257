"""When a block's requests are made, while its earlier ones wait."""

import asyncio
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pytest

from sdg_flows.core.block import Outcome, TeacherBlock
from sdg_flows.core.columns import Columns
from sdg_flows.core.errors import DiskError
from sdg_flows.core.exchange import Answer, Request
from sdg_flows.core.table import ROW_ID
from sdg_flows.orchestrate.job.executor import LocalExecutor
from sdg_flows.orchestrate.job.stage import gather_all
from sdg_flows.orchestrate.progress import Progress
from sdg_flows.teacher.answer_store.store import AnswerStore
from sdg_flows.teacher.endpoint import Endpoint
from sdg_flows.teacher.pacing.pace import Pace
from sdg_flows.teacher.teacher import Teacher
from teacher.scripted import ScriptedBackend
from teacher.virtual_time import in_virtual_time

HOUR = 3600


class Echo(TeacherBlock):
    """Asks each row's id, notes when, and keeps the rows."""

    made_at: list[float]

    @property
    def columns(self) -> Columns:
        return Columns()

    def requests(self, table: pa.Table) -> list[Request]:
        self.made_at.append(asyncio.get_running_loop().time())
        return [
            Request(one, 0, {}, prompt=f"{self.name} {one}", teacher=self.teacher) for one in table[ROW_ID].to_pylist()
        ]

    def read(self, table: pa.Table, answers: Sequence[Answer]) -> Outcome:
        return Outcome(table)


def shard(number: int, rows: int) -> pa.Table:
    return pa.table({ROW_ID: [f"{number}-{row}" for row in range(rows)]})


def asked(folder: Path, blocks: Sequence[Echo], shards: int) -> None:
    """Have each block ask about shards of 16 rows. Two teachers take four at a time, `slow` for a minute."""

    async def ask() -> None:
        quick, slow = (ScriptedBackend(lambda request: "yes", delay=seconds) for seconds in (1.0, 60.0))
        named = {"slow": Endpoint(slow, Pace(4, 4))}
        teacher = Teacher(quick, AnswerStore(folder / "answers.sqlite"), Pace(4, 4), named=named)
        here, progress = LocalExecutor(teacher), Progress()
        work = [
            here.run_teacher_block(block, shard(number, 16), progress.block("flow", block.name))
            for block in blocks
            for number in range(shards)
        ]
        await asyncio.wait_for(gather_all(work), HOUR)
        await teacher.close()

    in_virtual_time(ask())


def test_the_requests_of_the_next_shard_are_made_when_those_before_are_nearly_all_out(tmp_path):
    block = Echo(name="echo", made_at=[])
    asked(tmp_path, [block], 4)

    assert [round(seconds) for seconds in block.made_at] == [0, 2, 6, 10]


def test_a_block_does_not_wait_for_the_requests_of_another(tmp_path):
    slow, quick = Echo(name="slow", teacher="slow", made_at=[]), Echo(name="quick", made_at=[])
    asked(tmp_path, [slow, quick], 3)

    assert max(quick.made_at) < 10


def test_an_answer_that_cannot_be_read_back_ends_the_shards_that_wait(tmp_path):
    asked(tmp_path, [Echo(name="echo", made_at=[])], 1)
    with sqlite3.connect(tmp_path / "answers.sqlite") as db:
        db.execute("UPDATE answers SET reply = substr(reply, 1, 4) WHERE rowid = 1")

    with pytest.raises(DiskError, match="cannot be used"):
        asked(tmp_path, [Echo(name="echo", made_at=[])], 3)
