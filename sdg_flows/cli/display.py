from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from sdg_flows.cli.terminal_text import print_json, print_text
from sdg_flows.core.exchange import Usage

if TYPE_CHECKING:
    from sdg_flows.core.run_record import PipelineResult
    from sdg_flows.orchestrate.plan import Plan
    from sdg_flows.orchestrate.progress import Progress
    from sdg_flows.outputs.run_folder.folder import WrittenRun
    from sdg_flows.teacher.teacher import Teacher


class Display(Protocol):
    """Shows a run to a person or a program."""

    rejected: int

    def begin(self, plan: Plan, teacher: Teacher, progress: Progress) -> None:
        """Show what will be done, and by which teacher."""

    def end(self, written: WrittenRun, generated: Sequence[PipelineResult]) -> None:
        """Show what was generated and what was rejected."""

    def close(self) -> None:
        """Restore the terminal."""


def count_answers(generated: Sequence[PipelineResult]) -> tuple[int, int, Usage]:
    """Return the number of answers bought, the number reused, and the tokens of those bought."""
    steps = [step for one in generated for step in one.steps]
    usage = sum((step.usage for step in steps), Usage())
    return sum(step.asked for step in steps), sum(step.kept_answers for step in steps), usage


def rejected_by_reason(generated: Sequence[PipelineResult]) -> dict[tuple[str, str], int]:
    """Return the number of rejected rows by block and reason, the most frequent first."""
    counts: dict[tuple[str, str], int] = {}
    for step in (step for one in generated for step in one.steps):
        for reason, count in step.rejected.items():
            counts[step.block, reason] = counts.get((step.block, reason), 0) + count
    return dict(sorted(counts.items(), key=lambda entry: -entry[1]))


class JsonDisplay:
    """Prints one line of JSON on standard output at the end."""

    rejected = 0

    def begin(self, plan: Plan, teacher: Teacher, progress: Progress) -> None:
        """Show nothing."""

    def end(self, written: WrittenRun, generated: Sequence[PipelineResult]) -> None:
        """Print folder, rows by file, rejected rows by block and reason, and tokens."""
        reasons = rejected_by_reason(generated)
        self.rejected = sum(reasons.values())
        asked, kept, usage = count_answers(generated)
        line = {
            "folder": str(written.folder),
            "rows": dict(written.counts),
            "rejected": [{"block": block, "reason": reason, "rows": rows} for (block, reason), rows in reasons.items()],
            "asked": asked,
            "kept_answers": kept,
            "prompt_tokens": usage.prompt_tokens,
            "completion_tokens": usage.completion_tokens,
        }
        print_json(line)

    def close(self) -> None:
        """Nothing is open."""


class QuietDisplay:
    """Prints only the folder, on standard output at the end."""

    rejected = 0

    def begin(self, plan: Plan, teacher: Teacher, progress: Progress) -> None:
        """Show nothing."""

    def end(self, written: WrittenRun, generated: Sequence[PipelineResult]) -> None:
        """Print the folder."""
        self.rejected = sum(rejected_by_reason(generated).values())
        print_text(written.folder)

    def close(self) -> None:
        """Nothing is open."""
