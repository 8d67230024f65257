"""A teacher asked in this process, over real HTTP, by a block that reads its answers."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from faults.server import Call, FaultServer
from sdg_flows.blocks.llm import LLMBlock
from sdg_flows.core.errors import GenerateError
from sdg_flows.core.exchange import Answer
from sdg_flows.core.prompts import Prompt
from sdg_flows.teacher.answer_store.store import AnswerStore
from sdg_flows.teacher.opening import open_teacher
from sdg_flows.teacher.settings import TeacherSettings
from sdg_flows.teacher.teacher import Teacher

from tables import table

IN_FLIGHT = 8
PROMPT = Prompt(
    source="Ask of {{ topic }}",
    start_tags=("<question>", "<answer>"),
    end_tags=("</question>", "</answer>"),
)


@dataclass(frozen=True)
class Asked:
    """What came of asking about some rows: their answers, or the error that stopped it, and the server's log."""

    rows: pa.Table
    answers: Sequence[Answer]
    stopped: GenerateError | None
    calls: Sequence[Call]
    open_connections: int
    port: int

    @property
    def outcomes(self) -> Counter[str]:
        return Counter(answer.outcome for answer in self.answers)

    @property
    def calls_a_row(self) -> set[int]:
        """Return how often the rows were asked."""
        return set(Counter(call.prompt for call in self.calls).values())

    @property
    def paid_twice(self) -> int:
        """Return how many answers the teacher made for prompts that it had answered before."""
        paid = [call.prompt for call in self.calls if call.paid]
        return len(paid) - len(set(paid))

    @property
    def stop_said(self) -> str:
        """Return the sentence that stopped it, whatever the port."""
        return str(self.stopped).replace(f":{self.port}/", ":PORT/")

    def said_by(self, block: LLMBlock) -> set[str]:
        """Return the details of the rows that a block rejects."""
        return set(block.read(self.rows, self.answers).rejected["detail"].drop_null().to_pylist())

    def read_by(self, block: LLMBlock) -> tuple[int, dict[str, int]]:
        """Return the rows that a block makes of the answers, and how many it rejects for each reason."""
        outcome = block.read(self.rows, self.answers)
        return outcome.kept.num_rows, dict(Counter(outcome.rejected["reason"].to_pylist()))


def block_with(**settings: Any) -> LLMBlock:
    """Return a block that asks for a question and its answer."""
    return LLMBlock.model_validate(
        {
            "name": "ask",
            "config_path": PROMPT,
            "output_cols": ["question", "answer"],
            "gen_kwargs": {"max_tokens": 99, "temperature": 0.7},
            **settings,
        }
    )


BLOCK = block_with()
Meanwhile = Callable[[FaultServer, Teacher], Awaitable[None]]


async def _nothing(server: FaultServer, teacher: Teacher) -> None:
    pass


def asked(
    folder: Path, fault: str, rows: int = 10, meanwhile: Meanwhile = _nothing, block: LLMBlock = BLOCK, **settings: Any
) -> Asked:
    """Ask a server about some rows, all of them with one fault. What is kept in the folder is not asked again.

    `meanwhile` runs beside it, and is cancelled when all is answered.
    `settings` are those of the teacher, the `port` that the server had before, and its `tls`.
    """
    asked_of = table(topic=[f"topic {at}" for at in range(rows)])

    async def ask() -> Asked:
        server = FaultServer(port=settings.pop("port", 0), tls=settings.pop("tls", None))
        await server.open()
        chosen = {"endpoint": server.url, "deadline": 20.0, "max_in_flight": IN_FLIGHT, "model": fault, **settings}
        store = partial(AnswerStore, folder / "kept.sqlite")
        teacher = await open_teacher(TeacherSettings.model_validate(chosen), store, lambda: 0)
        beside = asyncio.ensure_future(meanwhile(server, teacher))
        answers, stopped = await _answers_or_error(teacher, block, asked_of)
        beside.cancel()
        await asyncio.wait([beside])
        here = await _settled(server)
        await teacher.close()
        await server.close()
        return Asked(asked_of, answers, stopped, server.calls, here, server.port)

    return asyncio.run(ask())


async def _settled(server: FaultServer) -> int:
    """Return the connections that are still open when the server had time to see the others end."""
    for _ in range(50):
        if server.open_connections <= IN_FLIGHT:
            break
        await asyncio.sleep(0.01)
    return server.open_connections


async def _answers_or_error(
    teacher: Teacher, block: LLMBlock, rows: pa.Table
) -> tuple[Sequence[Answer], GenerateError | None]:
    try:
        return await teacher.answers(teacher.keyed(block.requests(rows))), None
    except GenerateError as error:
        return (), error
