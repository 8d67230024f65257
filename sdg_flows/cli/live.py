from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator, Sequence
from functools import partial

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from sdg_flows.cli.display import count_answers, rejected_by_reason
from sdg_flows.cli.terminal_text import print_text
from sdg_flows.core.exchange import Usage
from sdg_flows.core.run_record import PipelineResult
from sdg_flows.orchestrate.plan import Plan
from sdg_flows.orchestrate.progress import BlockProgress, Progress
from sdg_flows.outputs.figures import counted, number
from sdg_flows.outputs.run_folder.folder import WrittenRun
from sdg_flows.teacher.teacher import Teacher

SECONDS_BETWEEN_LINES = 5.0
MAX_REASONS = 5
WAITING_FOR_PREFECT = "Prefect is starting"


class LiveDisplay:
    """Shows progress: as an updating table on a terminal, otherwise as a plain line every few seconds."""

    rejected = 0

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live: Live | None = None
        self._closed = threading.Event()
        self._began = time.monotonic()

    def begin(self, plan: Plan, teacher: Teacher, progress: Progress) -> None:
        """Print input and teacher, and start showing progress."""
        self._teacher, self._progress = teacher, progress
        self._began = time.monotonic()
        print_line = partial(self._console.print, soft_wrap=True)
        print_line(f"Suite    {plan.suite}\nInput    {plan.source}")
        print_line(
            "         " + ", ".join(f"{counted(job.inputs.num_rows, 'row')} for {job.name}" for job in plan.jobs)
        )
        print_line(f"Teacher  {teacher.backend.description}")
        for warning in plan.warnings:
            print_line(f"Note     {warning}")
        if self._console.is_terminal:
            self._live = Live(get_renderable=self._render, console=self._console, transient=True)
            self._live.start()
        else:
            threading.Thread(target=self._print_lines, daemon=True).start()

    def end(self, written: WrittenRun, generated: Sequence[PipelineResult]) -> None:
        """Print what was generated, what was rejected and why, where it is, and what to do next."""
        self.close()
        print_line = partial(self._console.print, soft_wrap=True)
        counts, (asked, kept, usage) = written.counts, count_answers(generated)
        seconds = time.monotonic() - self._began
        rows, trained = sum(one.rows.num_rows for one in generated), counts["train.jsonl"]
        made = f"{counted(rows, 'row')}, {number(trained)} of them for training"
        print_line(f"\nMade     {made}, in {seconds:.1f} s", style="bold green")
        if rows and not trained:
            print_line("         (training files need the columns question and response, output, or messages)")
        print_line(f"Asked    {asked:,} answers, {kept:,} reused; {_tokens(usage)}")
        reasons = rejected_by_reason(generated)
        self.rejected = sum(reasons.values())
        print_line(f"Rejected {counted(self.rejected, 'row')}" + (":" if reasons else ""))
        for (block, reason), left in list(reasons.items())[:MAX_REASONS]:
            print_line(f"         {left:>6} {reason} in {block}")
        if len(reasons) > MAX_REASONS:
            print_line(f"         and {len(reasons) - MAX_REASONS} more kinds, in report.html")
        print_line(f"Written  {written.folder}")
        if not sys.stdout.isatty():
            print_text(written.folder)
        for line in _next_steps(written, self._teacher, all_left=not rows and self.rejected > 0):
            print_line(line)

    def close(self) -> None:
        """Remove the updating table."""
        self._closed.set()
        if self._live:
            self._live.stop()
            self._live = None

    def _print_lines(self) -> None:
        while not self._closed.wait(SECONDS_BETWEEN_LINES):
            blocks = list(self._progress.blocks.values())
            asking = [one for one in blocks if one.requests]
            unanswered = [one for one in asking if one.answers < one.requests] or asking[-1:]
            active = ", ".join(f"{one.pipeline} · {one.block} {one.answers}/{one.requests}" for one in unanswered)
            running = f"Running  {active or WAITING_FOR_PREFECT}; {self._rate_line(blocks)}"
            self._console.print(running, soft_wrap=True)

    def _render(self) -> Group:
        blocks = list(self._progress.blocks.values())
        if not blocks:
            return Group(Text(WAITING_FOR_PREFECT), Text(self._rate_line(blocks), style="dim"))
        table = Table(box=None, pad_edge=False, header_style="dim")
        table.add_column("block")
        for column in ("answers", "rows in", "rows out", "rejected"):
            table.add_column(column, justify="right")
        for block in blocks:
            answers = f"{block.answers}/{block.requests}" if block.requests else ""
            cells = (str(block.rows_in), str(block.rows_out), str(block.rejected))
            table.add_row(Text(f"{block.pipeline} · {block.block}"), answers, *cells)
        return Group(table, Text(self._rate_line(blocks), style="dim"))

    def _rate_line(self, blocks: Sequence[BlockProgress]) -> str:
        seconds = max(time.monotonic() - self._began, 0.001)
        rate = self._teacher.tally.answered / seconds
        waiting = sum(block.requests - block.answers for block in blocks)
        left = f"{waiting / rate:.0f} s for what is asked so far" if rate and waiting else "—"
        in_flight, used = self._teacher.in_flight, _tokens(self._teacher.tally.usage)
        return f"{rate:.{1 if rate < 10 else 0}f} answers/s · {in_flight} in flight · {used} · left: {left}"


def _tokens(usage: Usage) -> str:
    return f"{usage.prompt_tokens:,} prompt and {usage.completion_tokens:,} answer tokens"


def _next_steps(written: WrittenRun, teacher: Teacher, *, all_left: bool) -> Iterator[str]:
    yield f"Look     open {written.folder / 'report.html'}"
    if all_left:
        yield f"Next     sdg-flows why {written.folder / 'rejected.jsonl'}:1 tells what became of a row that left"
    elif teacher.backend.identity.startswith("offline"):
        yield "Next     the teacher was offline: for trying out flows, not for training. For a model of your own,"
        yield "         the same command with --endpoint http://localhost:8000/v1"
    else:
        yield "Next     the same command again asks nothing that was answered; --fresh draws anew"
