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
    """Where a run happens: who answers, where checkpoints lie, who watches, and where rows lie on their way.

    `begun` has the block runs that a head start has begun and that no task run has taken over, by the keys of their
    checkpoints; `used` the keys of the checkpoints used so far.
    """

    executor: BlockExecutor
    work: WorkDir
    progress: Progress
    scratch: Path
    begun: dict[str, Task[BlockRun]] = field(default_factory=dict[str, Task[BlockRun]])
    used: set[str] = field(default_factory=set[str])
    _locks: WeakValueDictionary[str, Lock] = field(default_factory=WeakValueDictionary[str, Lock])

    def lock_for(self, key: str) -> Lock:
        """Return the lock of a checkpoint: shards that have come to be equal, as all empty ones are, share theirs."""
        return self._locks.setdefault(key, Lock())

    @property
    def teacher(self) -> Teacher:
        """Return the teacher that answers."""
        return self.executor.teacher
