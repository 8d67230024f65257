"""What runs on a worker: requests about one shard are asked and read, and everything is sent back.

A worker keeps nothing. It has one teacher for all shards it works on at a time, and so one pace.
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
from sdg_flows.orchestrate.job.asking import Asked, read_by
from sdg_flows.orchestrate.secret_keys import keys_in_blocks
from sdg_flows.teacher.answer_store.answers import CarriedAnswers, KeptReply
from sdg_flows.teacher.backend import Reply
from sdg_flows.teacher.opening import open_teacher
from sdg_flows.teacher.settings import TeacherSettings
from sdg_flows.teacher.teacher import KeyedRequest, Tally, Teacher

Content = TypeVar("Content")


class Envelope(Generic[Content]):
    """Holds what goes to a worker or comes back, opaque to Prefect and Dask.

    In lists, dataclasses and models Prefect would look for futures, value by value, and Dask would spell them out to
    make a name of them: for a shard with its requests that takes longer than to send it.
    """

    def __init__(self, content: Content) -> None:
        self.content = content

    def __dask_tokenize__(self) -> str:
        """Name it for Dask: no two are the same."""
        return uuid4().hex


@dataclass(frozen=True)
class TeacherSpec:
    """The teacher that a worker opens: settings without keys, the count of fresh draws, and the identity to expect."""

    settings: TeacherSettings
    fresh: int
    identity: tuple[str | int, ...]


@dataclass(frozen=True)
class AskCall:
    """A shard to ask about, and the replies that are kept already. A table as Arrow's own bytes crosses fastest."""

    block: TeacherBlock
    shard: pa.Table
    keyed: Sequence[KeyedRequest]
    kept: Mapping[str, Reply]
    teacher: TeacherSpec


@dataclass(frozen=True)
class BlockCall:
    """A shard for a table block."""

    block: TableBlock
    shard: pa.Table


@dataclass(frozen=True)
class Failure:
    """Why a call failed. Not every exception can cross to another process: this is its kind and text."""

    text: str
    kind: type[GenerateError] | None = None

    @classmethod
    def of(cls, error: BaseException) -> Failure:
        """Return an error as it can cross."""
        if isinstance(error, GenerateError):
            return cls(str(error), type(error))
        return cls("".join(traceback.format_exception(error)))

    def error(self, place: str) -> Exception:
        """Return it as an exception again."""
        return self.kind(self.text) if self.kind else RuntimeError(f"{place}: failed on a worker\n{self.text}")


@dataclass(frozen=True)
class AskResult:
    """What comes back of a call, also of one that failed: replies, what was counted, and what was made or why not."""

    replies: Sequence[KeptReply]
    tally: Tally
    made: Asked | Failure


@task(name="on a worker", task_run_name="{label}, on a worker", persist_result=False, cache_policy=NO_CACHE)
def run_on_worker(envelope: Envelope[AskCall], label: str) -> Envelope[AskResult]:
    """Ask about a shard in this process. What was bought comes back also when asking or reading fails."""
    call = envelope.content
    carried, tally = CarriedAnswers(call.kept), Tally()
    asking: Future[Asked] = asyncio.run_coroutine_threadsafe(_asked(call, carried, tally), _loop())
    error = asking.exception()
    return Envelope(AskResult(carried.new, tally, Failure.of(error) if error else asking.result()))


@task(name="made on a worker", task_run_name="{label}, on a worker", persist_result=False, cache_policy=NO_CACHE)
def make_on_worker(envelope: Envelope[BlockCall], label: str) -> Envelope[Outcome | Failure]:
    """Run a table block in this process."""
    call = envelope.content
    making = asyncio.run_coroutine_threadsafe(asyncio.to_thread(call.block, call.shard), _loop())
    error = making.exception()
    return Envelope(Failure.of(error) if error else making.result())


async def _asked(call: AskCall, carried: CarriedAnswers, tally: Tally) -> Asked:
    opening = await _teacher(call.teacher)
    teacher = opening.beside(carried, tally)
    answers = await teacher.answers(call.keyed)
    return await asyncio.to_thread(read_by, call.block, call.shard, answers)


_LOOPS = threading.Lock()


def _loop() -> asyncio.AbstractEventLoop:
    """Return the event loop of this process, in which its teachers live: one, whichever of its threads asks first."""
    with _LOOPS:
        return _begun_loop()


@cache
def _begun_loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    return loop


_TEACHERS: dict[tuple[str, int], asyncio.Task[Teacher]] = {}


async def _teacher(spec: TeacherSpec) -> Teacher:
    """Return the teacher of this process; one that could not be opened is tried anew the next time.

    Raises:
        SettingsError: what it asks would be kept under other keys than the run's own.
    """
    name = (spec.settings.model_dump_json(), spec.fresh)
    if name not in _TEACHERS:
        _TEACHERS[name] = asyncio.ensure_future(_opened(spec))
    opening = _TEACHERS[name]
    await asyncio.wait([opening])
    if opening.exception():
        _TEACHERS.pop(name, None)
    return opening.result()


async def _opened(spec: TeacherSpec) -> Teacher:
    keys = await keys_in_blocks(spec.settings)
    teacher = await open_teacher(spec.settings, lambda: CarriedAnswers({}), lambda: spec.fresh, keys)
    if teacher.identity != spec.identity:
        await teacher.close()
        raise SettingsError(
            f"a worker would ask {teacher.identity}, and the run asks {spec.identity}; workers need the run's own "
            "version of sdg_flows"
        )
    return teacher
