from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sdg_flows.core.run_record import PipelineResult
from sdg_flows.orchestrate.plan import Plan
from sdg_flows.outputs.run_folder.folder import WrittenRun
from sdg_flows.teacher.teacher import Teacher


@dataclass
class BlockProgress:
    """A block's progress: rows in, rows out and rejected rows, and requests made and answered."""

    pipeline: str
    block: str
    rows_in: int = 0
    rows_out: int = 0
    rejected: int = 0
    requests: int = 0
    answers: int = 0

    def add_answers(self, count: int) -> None:
        """Add to the number of answers."""
        self.answers += count

    def add_checkpoint_answers(self, count: int) -> None:
        """Add the answers behind a checkpoint, as requests that are answered."""
        self.requests += count
        self.answers += count


@dataclass
class Progress:
    """The progress of a run. `on_start` is called when the teacher is open, `on_end` when all files are written."""

    on_start: Callable[[Plan, Teacher], None] = lambda plan, teacher: None
    on_end: Callable[[WrittenRun, Sequence[PipelineResult]], None] = lambda written, generated: None
    blocks: dict[tuple[str, str], BlockProgress] = field(default_factory=dict[tuple[str, str], BlockProgress])

    def block(self, pipeline: str, block: str) -> BlockProgress:
        """Return the progress of a block, created on the first call."""
        return self.blocks.setdefault((pipeline, block), BlockProgress(pipeline, block))

    def fraction_answered(self, pipeline: str) -> float:
        """Return the fraction of a pipeline's requests so far that are answered, from 0 to 1."""
        mine = [block for (name, _), block in self.blocks.items() if name == pipeline]
        known = sum(block.requests for block in mine)
        return sum(block.answers for block in mine) / known if known else 0.0
