"""A pool of child processes that convert documents: one for each processor, replaced when it dies or takes too long."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Sequence
from multiprocessing.connection import wait

from sdg_flows.inputs.conversion.worker import Task, Worker

MOST_WORKERS = 8


def convert_all(tasks: Sequence[Task]) -> dict[Task, str]:
    """Convert the documents into their targets; give those that cannot be read, each with the reason.

    Raises:
        DiskError: a converted document cannot be kept.
    """
    waiting = deque(tasks)
    failed: dict[Task, str] = {}
    pool: list[Worker] = []
    try:
        _fill(pool, waiting)
        while pool:
            for worker in _done(pool):
                failed.update(_finished(worker))
                pool.remove(worker)
                _go_on(worker, pool, waiting)
    finally:
        for worker in pool:
            worker.end()
    return failed


def _fill(pool: list[Worker], waiting: deque[Task]) -> None:
    for _ in range(min(len(waiting), os.cpu_count() or 1, MOST_WORKERS)):
        pool.append(Worker())
        pool[-1].give(waiting.popleft())


def _done(pool: Sequence[Worker]) -> list[Worker]:
    """Wait until some have replied, ended or used up their time, and give these."""
    first = min(worker.deadline for worker in pool)
    ready = wait([worker.replies for worker in pool], max(0.0, first - time.monotonic()))
    now = time.monotonic()
    return [worker for worker in pool if worker.replies in ready or worker.deadline <= now]


def _finished(worker: Worker) -> dict[Task, str]:
    assert worker.task is not None
    if not wait([worker.replies], 0):
        worker.end()
        return {worker.task: f"it takes longer than {worker.task.format.limits.wall_seconds} seconds"}
    reason = worker.reply()
    return {} if reason is None else {worker.task: reason}


def _go_on(worker: Worker, pool: list[Worker], waiting: deque[Task]) -> None:
    """Give the next task, to a new child when this one is gone; end the child when nothing is left."""
    if not waiting:
        worker.end()
        return
    if not worker.alive:
        worker.end()
        worker = Worker()
    pool.append(worker)
    worker.give(waiting.popleft())
