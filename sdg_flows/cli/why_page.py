from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from textwrap import wrap
from typing import TYPE_CHECKING

from rich.text import Text

from sdg_flows.cli.console import console
from sdg_flows.cli.text_limits import MAX_CHARACTERS, SHORT, is_short
from sdg_flows.core.json_line import json_line
from sdg_flows.outputs.figures import cell_text, clipped

if TYPE_CHECKING:
    from sdg_flows.orchestrate.past_runs.kept_exchanges import KeptExchange
    from sdg_flows.orchestrate.past_runs.replay import Replay, ReplayedStep
    from sdg_flows.outputs.past_runs.row_history import RowHistory
    from sdg_flows.outputs.past_runs.run_folders import KeptRun

INDENT = 9 * " "
FILE_WIDTH = 100
_ROW_ID = re.compile(r"[0-9a-f]{24}")


def show(run: KeptRun, story: RowHistory, replay: Replay, notes: Iterable[str], *, full: bool) -> None:
    """Print the story of a row, with control characters escaped."""
    page = _Page(full=full)
    facts = run.facts
    page.line("Row", story.row_id, style="bold")
    page.line("Run", f"{run.folder}, of {facts['suite']}, answered by {facts['teacher']}")
    page.line("Pipeline", story.pipeline)
    for name, said in _end_lines(story):
        page.line(name, said, style="bold red" if name == "Left" else "bold green")
    for note in notes:
        page.line("Note", note)
    page.heading(f"Source  row {', '.join(story.source)}: {facts['settings'].get('source', '')}")
    page.cells(replay.source)
    for number, step in enumerate(replay.steps, 1):
        _show_step(page, number, step, story)
    shown = {*replay.source, *(name for step in replay.steps for name in step.made)}
    rest = {name: cell for name, cell in story.columns.items() if name not in shown}
    if rest:
        page.heading("Further columns of the row as it ended")
        page.cells(rest)


def _end_lines(story: RowHistory) -> Iterator[tuple[str, str]]:
    if story.left:
        yield (
            "Left",
            f"at {story.left.block}: {story.left.reason}" + (f" ({story.left.detail})" if story.left.detail else ""),
        )
        if story.left.detail and _ROW_ID.fullmatch(story.left.detail):
            yield "", f"`sdg-flows why {story.left.detail}` tells of the row that stayed in its place"
    if story.became:
        yield "Became", f"other rows: {', '.join(story.became)}"
    if story.files:
        places = ", ".join(f"{name}:{line}" for name, line in story.files.items())
        yield ("It is in" if story.left else "Stayed"), places
    if story.not_trained:
        yield "", f"it is not in train.jsonl: {story.not_trained}"


def _show_step(page: _Page, number: int, step: ReplayedStep, story: RowHistory) -> None:
    left = story.left is not None and story.left.block == step.block
    came = f"made row {step.row_id}" if step.parent_id else "kept the row"
    page.heading(f"{number}  {step.block} ({step.type}): {'the row left here' if left else came}")
    parents = [birth.parent_id for birth in story.births if birth.row_id == step.row_id and birth.block == step.block]
    if len(parents) > 1:
        page.line("From", f"rows {', '.join(parents)}")
    if step.note:
        page.line("Note", step.note)
    if step.settings:
        page.line("Settings", json_line(step.settings))
    page.cells(step.looked_at, "Saw")
    for exchange in step.asked:
        _show_exchange(page, exchange)
    page.cells(step.made, "Made")


def _show_exchange(page: _Page, exchange: KeptExchange) -> None:
    sure = "as asked: its key is the answer's" if exchange.exact else "as it would be asked now"
    for message in exchange.said or ():
        page.line("Asked", f"[{message['role']}, {sure}]", message["content"])
    if exchange.said is None:
        page.line("Asked", "the prompt cannot be made again")
    answer = exchange.answer
    if answer is None:
        page.line("Answer", f"{exchange.key} is not in the answer store: it was pruned, or lies in another --work-dir")
        return
    said = f"[{answer.outcome}, key {exchange.key}]" + (f" {answer.detail}" if answer.detail else "")
    if answer.reasoning:
        page.line("Thought", "", answer.reasoning)
    page.line("Answer", said, answer.text or "")


class _Page:
    """Prints lines of a label and a text, on a terminal or to a file."""

    def __init__(self, *, full: bool) -> None:
        self._full = full
        self._console = console(FILE_WIDTH)

    def heading(self, text: str) -> None:
        self._console.print()
        self._console.print(Text(text, style="bold"), soft_wrap=True)

    def line(self, name: str, said: str, text: str = "", style: str = "") -> None:
        self._console.print(Text.assemble((f"{name:<9}", "dim"), (said, style)), soft_wrap=True)
        if text:
            width = max(self._console.width - len(INDENT), SHORT // 2)
            for line in self._clipped(text).split("\n"):
                for part in wrap(line, width, replace_whitespace=False) or [""]:
                    self._console.print(Text(f"{INDENT}{part}".rstrip()), soft_wrap=True)

    def cells(self, cells: Mapping[str, object], name: str = "") -> None:
        """Print columns, those with short texts first."""
        said = {column: cell_text(cell) for column, cell in cells.items() if cell is not None}
        for column, text in sorted(said.items(), key=lambda entry: not is_short(entry[1])):
            if is_short(text):
                self.line(name, f"{column}: {text}")
            else:
                self.line(name, column, text)

    def _clipped(self, text: str) -> str:
        return text if self._full else clipped(text, MAX_CHARACTERS)
