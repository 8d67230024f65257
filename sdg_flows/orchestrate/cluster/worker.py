"""The Prefect tasks that run on a worker: they run a block on one shard and send everything back.

A worker stores nothing. All shards that it works on at a time share one teacher, and so one request rate.
"""

from __future__ import annotations

import asyncio
import threading
import traceback
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar
from uuid import uuid4

import pyarrow as pa
from prefect import task
from prefect.cache_policies import NO_CACHE

from sdg_flows.core.block import Outcome, TableBlock, TeacherBlock
from sdg_flows.core.errors import GenerateError, SettingsError
from sdg_flows.orchestrate.job.executor import BlockOutput, read_answers
from sdg_flows.orchestrate.secret_keys import load_secret_keys
from sdg_flows.teacher.answer_store.answers import CarriedAnswers, KeptReply
from sdg_flows.teacher.backend import Reply
from sdg_flows.teacher.opening import open_teacher
from sdg_flows.teacher.settings import TeacherSettings
from sdg_flows.teacher.teacher import KeyedRequest, Tally, Teacher

Content = TypeVar("Content")


class Envelope(Generic[Content]):
    """Wraps arguments and results of worker tasks, so that Prefect and Dask do not look inside.

    Prefect searches lists, dataclasses and models for futures, value by value, and Dask hashes them for a name. For a
    shard with its requests, that takes longer than to send it.
    """

    def __init__(self, content: Content) -> None:
        self.content = content

    def __dask_tokenize__(self) -> str:
        """Return a unique token for Dask."""
        return uuid4().hex


@dataclass(frozen=True)
class TeacherSpec:
    """The teacher that a worker opens: settings without keys, the count of fresh draws, and the expected identity."""

    settings: TeacherSettings
    fresh: int
    identity: tuple[str | int, ...]


@dataclass(frozen=True)
class TeacherBlockCall:
    """A teacher block, a shard with its requests, and the replies that the run's store has already."""

    block: TeacherBlock
    shard: pa.Table
    keyed: Sequence[KeyedRequest]
    kept: Mapping[str, Reply]
    teacher: TeacherSpec


@dataclass(frozen=True)
class TableBlockCall:
    """A table block and a shard."""

    block: TableBlock
    shard: pa.Table


@dataclass(frozen=True)
class Failure:
    """Why a call failed, as kind and text: not every exception can be sent to another process."""

    text: str
    kind: type[GenerateError] | None = None

    @classmethod
    def of(cls, error: BaseException) -> Failure:
        """Return an exception as kind and text; those that are not ours with their traceback."""
        if isinstance(error, GenerateError):
            return cls(str(error), type(error))
        return cls("".join(traceback.format_exception(error)))

    def error(self, place: str) -> Exception:
        """Return the exception to raise; `place` names where an unexpected one occurred."""
        return self.kind(self.text) if self.kind else RuntimeError(f"{place}: failed on a worker\n{self.text}")


@dataclass(frozen=True)
class TeacherBlockResult:
    """The result of a call: new replies and their tally, also when it failed, and the output or the failure."""

    replies: Sequence[KeptReply]
    tally: Tally
    output: BlockOutput | Failure


@task(name="on a worker", task_run_name="{label}, on a worker", persist_result=False, cache_policy=NO_CACHE)
def run_teacher_block_on_worker(envelope: Envelope[TeacherBlockCall], label: str) -> Envelope[TeacherBlockResult]:
    """Run a teacher block on a shard in this process. New replies are returned even when asking or reading fails."""
    call = envelope.content
    carried, tally = CarriedAnswers(call.kept), Tally()
    asking: Future[BlockOutput] = asyncio.run_coroutine_threadsafe(_ask(call, carried, tally), _loop())
    error = asking.exception()
    return Envelope(TeacherBlockResult(carried.new, tally, Failure.of(error) if error else asking.result()))


@task(name="made on a worker", task_run_name="{label}, on a worker", persist_result=False, cache_policy=NO_CACHE)
def run_table_block_on_worker(envelope: Envelope[TableBlockCall], label: str) -> Envelope[Outcome | Failure]:
    """Run a table block on a shard in this process."""
    call = envelope.content
    making = asyncio.run_coroutine_threadsafe(asyncio.to_thread(call.block, call.shard), _loop())
    error = making.exception()
    return Envelope(Failure.of(error) if error else making.result())


async def _ask(call: TeacherBlockCall, carried: CarriedAnswers, tally: Tally) -> BlockOutput:
    opening = await _teacher(call.teacher)
    teacher = opening.with_store(carried, tally)
    answers = await teacher.answers(call.keyed)
    return await asyncio.to_thread(read_answers, call.block, call.shard, answers)


_LOOPS = threading.Lock()


def _loop() -> asyncio.AbstractEventLoop:
    """Return the event loop that all teachers of this process run in; the first thread to call this starts it."""
    with _LOOPS:
        return _start_loop()


@cache
def _start_loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    return loop


_TEACHERS: dict[tuple[str, int], asyncio.Task[Teacher]] = {}


async def _teacher(spec: TeacherSpec) -> Teacher:
    """Return this process's teacher for the spec. After a failure, the next call tries again to open it.

    Raises:
        SettingsError: its identity is not the expected one, so its answers would be stored under other keys.
    """
    name = (spec.settings.model_dump_json(), spec.fresh)
    if name not in _TEACHERS:
        _TEACHERS[name] = asyncio.ensure_future(_open_teacher(spec))
    opening = _TEACHERS[name]
    await asyncio.wait([opening])
    if opening.exception():
        _TEACHERS.pop(name, None)
    return opening.result()


async def _open_teacher(spec: TeacherSpec) -> Teacher:
    keys = await load_secret_keys(spec.settings)
    teacher = await open_teacher(spec.settings, lambda: CarriedAnswers({}), lambda: spec.fresh, keys)
    if teacher.identity != spec.identity:
        await teacher.close()
        raise SettingsError(
            f"a worker would ask {teacher.identity}, and the run asks {spec.identity}; workers need the run's own "
            "version of sdg_flows"
        )
    return teacher
