from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sdg_flows.core.story import Generated
from sdg_flows.orchestrate.plan import Plan
from sdg_flows.outputs.run_folder.folder import Written
from sdg_flows.teacher.teacher import Teacher


@dataclass
class BlockProgress:
    """A block's progress: rows in, kept and rejected, and requests made and answered."""

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

    def add_checkpoint_answers(self, count: int) -> None:
        """Count the answers that a checkpoint rests on."""
        self.requests += count
        self.answers += count


@dataclass
class Progress:
    """How far a run is, for whoever watches it: told when the teacher is there, and when all is written."""

    on_start: Callable[[Plan, Teacher], None] = lambda plan, teacher: None
    on_end: Callable[[Written, Sequence[Generated]], None] = lambda written, generated: None
    blocks: dict[tuple[str, str], BlockProgress] = field(default_factory=dict[tuple[str, str], BlockProgress])

    def block(self, pipeline: str, block: str) -> BlockProgress:
        """Return the progress of a block, new when it has none yet."""
        return self.blocks.setdefault((pipeline, block), BlockProgress(pipeline, block))

    def fraction_answered(self, pipeline: str) -> float:
        """Return the share of a pipeline's known requests that are answered, from 0 to 1."""
        mine = [block for (name, _), block in self.blocks.items() if name == pipeline]
        known = sum(block.requests for block in mine)
        return sum(block.answers for block in mine) / known if known else 0.0
