from __future__ import annotations

from asyncio import Lock, Task
from dataclasses import dataclass, field
from pathlib import Path
from weakref import WeakValueDictionary

from sdg_flows.orchestrate.job.block_run import BlockRun
from sdg_flows.orchestrate.job.executor import BlockExecutor
from sdg_flows.orchestrate.progress import Progress
from sdg_flows.orchestrate.workdir.work_dir import WorkDir
from sdg_flows.teacher.teacher import Teacher


@dataclass(frozen=True)
class RunContext:
    """What all blocks of a run share: executor, work directory, progress and a folder for intermediate rows.

    By checkpoint key, `begun` has the block runs that a head start has begun and no task run has taken over yet. `used`
    has the keys of the checkpoints used so far.
    """

    executor: BlockExecutor
    work: WorkDir
    progress: Progress
    scratch: Path
    begun: dict[str, Task[BlockRun]] = field(default_factory=dict[str, Task[BlockRun]])
    used: set[str] = field(default_factory=set[str])
    _locks: WeakValueDictionary[str, Lock] = field(default_factory=WeakValueDictionary[str, Lock])

    def lock_for(self, key: str) -> Lock:
        """Return the lock of a checkpoint, which equal shards, such as all empty ones, have in common."""
        return self._locks.setdefault(key, Lock())

    @property
    def teacher(self) -> Teacher:
        """Return the teacher of the executor."""
        return self.executor.teacher
