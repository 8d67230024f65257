"""Prints record cards on a terminal or to a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from sdg_flows.cli.console import console
from sdg_flows.cli.terminal_text import printable
from sdg_flows.cli.text_limits import MAX_CHARACTERS, SHORT, is_short
from sdg_flows.outputs.figures import cell_text, clipped, clipped_middle, counted, duration
from sdg_flows.outputs.record_cards import Branch, Card, CardAnswer, CardPrompt, CardRejection, CardStep

FILE_WIDTH = 100
MAX_SHOWN = 2
"""Answers to a prompt, and rows a block made of one, of those that stayed and of those that left: unless in full."""

Line = tuple[str, str]
"""A name and what is said under it."""


def show(cards: Sequence[Card], *, full: bool) -> None:
    """Print the cards, with control characters escaped."""
    out = console(FILE_WIDTH)
    for card in cards:
        out.print(_panel(card, full=full))


def _panel(card: Card, *, full: bool) -> Panel:
    tree = Tree(_lines(list(_cells(card.source, "input", full=full))), guide_style="dim")
    _add_steps(tree, card.way, full=full)
    return Panel(
        tree,
        title=Text(f"{card.pipeline}  row {card.row_id}", style="bold"),
        title_align="left",
        subtitle=_verdict(card.way),
        subtitle_align="right",
        border_style="green" if card.way.stayed else "red",
    )


def _add_steps(tree: Tree, branch: Branch, *, full: bool) -> None:
    for step in branch.steps:
        node = tree.add(_step(step, full=full))
        if step is branch.steps[-1] and branch.forks:
            _add_forks(node, branch.forks, full=full)


def _add_forks(tree: Tree, forks: Sequence[Branch], *, full: bool) -> None:
    stayed, gone = [one for one in forks if one.stayed], [one for one in forks if not one.stayed]
    shown = forks if full else [*stayed[:MAX_SHOWN], *gone[:MAX_SHOWN]]
    for one in shown:
        label = Text.assemble((f"row {one.row_id}  ", "bold"), _verdict(one))
        _add_steps(tree.add(Group(label, _lines(list(_cells(one.made, "made", full=full))))), one, full=full)
    if len(shown) < len(forks):
        more = (len(stayed) - len(stayed[:MAX_SHOWN]), len(gone) - len(gone[:MAX_SHOWN]))
        tree.add(Text(f"… and {more[0]} more that stayed, {more[1]} that left; --full shows all", style="dim"))


def _step(step: CardStep, *, full: bool) -> Group:
    title = Text.assemble((step.block, "bold cyan"), f"  {step.block_type}")
    return Group(title, _lines(list(_step_lines(step, full=full))))


def _step_lines(step: CardStep, *, full: bool) -> Iterator[Line]:
    if step.whole_table:
        yield "note", "looks at all rows of a run; here at those that were tried"
    if step.note:
        yield "note", step.note
    for asked in step.asked:
        yield from _exchange(asked, full=full)
    for name, cell in step.saw.items():
        text = cell_text(cell)
        yield "saw", f"{name}: {text if full else clipped(' '.join(text.split()), SHORT)}"
    yield from _cells(step.made, "made", full=full)
    for name, source in step.copied.items():
        yield "made", f"{name}: the same as {source}"


def _exchange(asked: CardPrompt, *, full: bool) -> Iterator[Line]:
    for message in asked.prompt:
        text = message["content"]
        yield message["role"], text if full else clipped_middle(text, MAX_CHARACTERS)
    for answer in asked.answers if full else asked.answers[:MAX_SHOWN]:
        if answer.reasoning:
            yield "thought", answer.reasoning if full else clipped(answer.reasoning, MAX_CHARACTERS)
        text = answer.text or ""
        yield "answer", f"{_answer_note(answer)}\n{text if full else clipped(text, MAX_CHARACTERS)}".rstrip()
    if not full and len(asked.answers) > MAX_SHOWN:
        yield "", f"… and {counted(len(asked.answers) - MAX_SHOWN, 'more answer')}"


def _answer_note(answer: CardAnswer) -> str:
    seconds = "" if answer.seconds is None else f", {duration(answer.seconds)}"
    came = "kept from before" if answer.kept else f"{counted(answer.usage.completion_tokens, 'token')}{seconds}"
    return f"[{answer.outcome}, {came}]" + (f" {answer.detail}" if answer.detail else "")


def _cells(cells: Mapping[str, object], name: str, *, full: bool) -> Iterator[Line]:
    """Yield columns, those with short texts first."""
    said = {column: cell_text(cell) for column, cell in cells.items() if cell is not None}
    for column, text in sorted(said.items(), key=lambda entry: not is_short(entry[1])):
        shown = text if full else clipped(text, MAX_CHARACTERS)
        yield name, f"{column}: {shown}" if is_short(text) else f"{column}\n{shown}"


def _lines(lines: Sequence[Line]) -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(style="dim", min_width=7, no_wrap=True)
    grid.add_column(overflow="fold")
    before = ""
    for name, said in lines:
        grid.add_row("" if name == before and name in ("input", "made", "saw") else name, Text(printable(said)))
        before = name
    return grid


def _rejection(left: CardRejection) -> Text:
    detail = f" ({printable(left.detail)})" if left.detail else ""
    return Text(f"rejected by {left.block}: {left.reason}{detail}", style="bold red")


def _verdict(branch: Branch) -> Text:
    if branch.forks:
        lost = branch.lost.total()
        said = f"{branch.stayed} stayed" + (f", {lost} left" if lost else "")
        return Text(said, style="bold green" if branch.stayed else "bold red")
    if branch.left:
        return _rejection(branch.left)
    return Text("went into another row" if branch.merged else "stayed", style="bold green")
