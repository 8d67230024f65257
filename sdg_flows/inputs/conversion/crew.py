"""Many documents converted at once: a child process for each processor, replaced when it dies or takes too long."""

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
    crew: list[Worker] = []
    try:
        _fill(crew, waiting)
        while crew:
            for worker in _done(crew):
                failed.update(_finished(worker))
                crew.remove(worker)
                _go_on(worker, crew, waiting)
    finally:
        for worker in crew:
            worker.end()
    return failed


def _fill(crew: list[Worker], waiting: deque[Task]) -> None:
    for _ in range(min(len(waiting), os.cpu_count() or 1, MOST_WORKERS)):
        crew.append(Worker())
        crew[-1].give(waiting.popleft())


def _done(crew: Sequence[Worker]) -> list[Worker]:
    """Wait until some have replied, ended or used up their time, and give these."""
    first = min(worker.deadline for worker in crew)
    ready = wait([worker.replies for worker in crew], max(0.0, first - time.monotonic()))
    now = time.monotonic()
    return [worker for worker in crew if worker.replies in ready or worker.deadline <= now]


def _finished(worker: Worker) -> dict[Task, str]:
    assert worker.task is not None
    if not wait([worker.replies], 0):
        worker.end()
        return {worker.task: f"it takes longer than {worker.task.format.limits.wall_seconds} seconds"}
    reason = worker.reply()
    return {} if reason is None else {worker.task: reason}


def _go_on(worker: Worker, crew: list[Worker], waiting: deque[Task]) -> None:
    """Give the next task, to a new child when this one is gone; end the child when nothing is left."""
    if not waiting:
        worker.end()
        return
    if not worker.alive:
        worker.end()
        worker = Worker()
    crew.append(worker)
    worker.give(waiting.popleft())
