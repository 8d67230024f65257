from __future__ import annotations

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from sdg_flows.core.story import Generated
from sdg_flows.orchestrate.plan import Plan
from sdg_flows.orchestrate.work_dir import WorkDir
from sdg_flows.outputs.folder import Written
from sdg_flows.teacher.teacher import Teacher

if TYPE_CHECKING:
    from sdg_flows.orchestrate.site import Site


@dataclass
class BlockProgress:
    """How far a block is: rows that went in, stayed and left, and requests made and answered."""

    pipeline: str
    block: str
    rows_in: int = 0
    rows_out: int = 0
    rejected: int = 0
    requests: int = 0
    answers: int = 0

    def add_answers(self, count: int) -> None:
        """Count answers to requests made."""
        self.answers += count

    def add_kept(self, count: int) -> None:
        """Count the answers that a checkpoint rests on."""
        self.requests += count
        self.answers += count


@dataclass(frozen=True)
class Prepared:
    """What of a run is there before its flow: the plan, and the work directory, open and held.

    When the run has a head start, there is the site where it was begun, and the time since when.
    """

    plan: Plan
    work: WorkDir
    site: Site | None = None
    begun_at: datetime | None = None


@dataclass
class Progress:
    """How far a run is, for whoever watches it: told when the teacher is there, and when all is written.

    `prepared` is there when the watcher has begun the run before Prefect was.
    """

    prepared: Prepared | None = None
    began: Callable[[Plan, Teacher], None] = lambda plan, teacher: None
    ended: Callable[[Written, Sequence[Generated]], None] = lambda written, generated: None
    blocks: dict[tuple[str, str], BlockProgress] = field(default_factory=dict[tuple[str, str], BlockProgress])

    def block(self, pipeline: str, block: str) -> BlockProgress:
        """Give the progress of a block, new when it has none yet."""
        return self.blocks.setdefault((pipeline, block), BlockProgress(pipeline, block))

    def share_done(self, pipeline: str) -> float:
        """Give the share of a pipeline's known requests that are answered, from 0 to 1."""
        mine = [block for (name, _), block in self.blocks.items() if name == pipeline]
        known = sum(block.requests for block in mine)
        return sum(block.answers for block in mine) / known if known else 0.0


WATCHED: ContextVar[Progress | None] = ContextVar("WATCHED", default=None)
"""Set by a command line that watches the run it starts."""
