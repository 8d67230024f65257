"""A pool of child processes that convert documents: one for each processor, replaced when it dies or takes too long."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Sequence
from multiprocessing.connection import wait

from sdg_flows.inputs.conversion.worker import Task, Worker

MAX_WORKERS = 8


def convert_all(tasks: Sequence[Task]) -> dict[Task, str]:
    """Convert the documents into their targets; return those that cannot be read, each with the reason.

    Raises:
        DiskError: a converted document cannot be kept.
    """
    waiting = deque(tasks)
    failed: dict[Task, str] = {}
    pool: list[Worker] = []
    try:
        _start_workers(pool, waiting)
        while pool:
            for worker in _wait_for_workers(pool):
                failed.update(_collect_failure(worker))
                pool.remove(worker)
                _assign_next(worker, pool, waiting)
    finally:
        for worker in pool:
            worker.kill()
    return failed


def _start_workers(pool: list[Worker], waiting: deque[Task]) -> None:
    for _ in range(min(len(waiting), os.cpu_count() or 1, MAX_WORKERS)):
        pool.append(Worker())
        pool[-1].send(waiting.popleft())


def _wait_for_workers(pool: Sequence[Worker]) -> list[Worker]:
    """Wait until some have replied, ended or used up their time, and return these."""
    first = min(worker.deadline for worker in pool)
    ready = wait([worker.reply_fd for worker in pool], max(0.0, first - time.monotonic()))
    now = time.monotonic()
    return [worker for worker in pool if worker.reply_fd in ready or worker.deadline <= now]


def _collect_failure(worker: Worker) -> dict[Task, str]:
    assert worker.task is not None
    if not wait([worker.reply_fd], 0):
        worker.kill()
        return {worker.task: f"it takes longer than {worker.task.format.limits.wall_seconds} seconds"}
    reason = worker.read_reply()
    return {} if reason is None else {worker.task: reason}


def _assign_next(worker: Worker, pool: list[Worker], waiting: deque[Task]) -> None:
    """Return the next task, to a new child when this one is gone; end the child when nothing is left."""
    if not waiting:
        worker.kill()
        return
    if not worker.alive:
        worker.kill()
        worker = Worker()
    pool.append(worker)
    worker.send(waiting.popleft())
