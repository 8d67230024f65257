"""Prints a comparison of teachers on a terminal or to a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.table import Table
from rich.text import Text

from sdg_flows.cli.console import console
from sdg_flows.cli.terminal_text import printable
from sdg_flows.cli.text_limits import MAX_CHARACTERS, SHORT
from sdg_flows.outputs.comparison import BlockResult, Comparison, SideBySide, TeacherResult
from sdg_flows.outputs.figures import cell_text, clipped, clipped_middle, counted, dollars, duration, number, short

FILE_WIDTH = 150
TEACHER_COLUMNS = (
    "gave rows",
    "alone",
    "rows out",
    "usable",
    "tokens in",
    "tokens out",
    "usd",
    "per 1,000",
    "time each",
)
BLOCK_COLUMNS = ("rows in", "rows out", "answers", "usable", "tokens each", "chars each", "time each")


def show(result: Comparison, *, full: bool) -> None:
    """Print the figures of each teacher, in total and by block, and some rows side by side."""
    out = console(FILE_WIDTH)
    for contender in result.teachers:
        out.print(Text.assemble((contender.name, "bold"), f"  {contender.said}"))
    out.print(_teachers(result))
    for line in _lines(result):
        out.print(Text(line))
    out.print(_blocks(result))
    for sample in result.samples:
        out.print()
        out.print(_sample(sample, result.teachers, full=full))


def _teachers(result: Comparison) -> Table:
    table = _table(["teacher"], TEACHER_COLUMNS)
    for one in result.teachers:
        table.add_row(
            one.name,
            f"{number(one.gave_rows)} of {number(result.rows)}",
            number(one.alone),
            number(one.rows_out),
            f"{number(one.usable)} of {number(one.answers)}",
            short(one.usage.prompt_tokens),
            short(one.usage.completion_tokens),
            *("" if usd is None else dollars(usd) for usd in (one.usd, one.usd_per_thousand)),
            "" if one.answer_seconds is None else duration(one.answer_seconds),
        )
    return table


def _table(names: Sequence[str], figures: Sequence[str]) -> Table:
    table = Table(*names, box=None)
    for head in figures:
        table.add_column(head, justify="right")
    return table


def _blocks(result: Comparison) -> Table:
    table = _table(["pipeline", "block", "teacher"], BLOCK_COLUMNS)
    table.add_column("rejected")
    for at in result.informative_blocks:
        for teacher in result.teachers:
            one = teacher.blocks[at]
            names = [one.pipeline, one.block] if teacher is result.teachers[0] else ["", ""]
            table.add_row(*names, teacher.name, *_figures(one))
    return table


def _figures(one: BlockResult) -> Iterator[str]:
    yield from (number(one.rows_in), number(one.rows_out))
    if one.answers:
        yield from (number(one.answers), number(one.usable))
        yield from ("" if each is None else number(each) for each in (one.tokens, one.characters))
        yield "" if one.seconds is None else duration(one.seconds)
    else:
        yield from [""] * 5
    yield ", ".join(f"{count} {reason}" for reason, count in one.rejected.items())


def _lines(result: Comparison) -> Iterator[str]:
    rows = counted(result.rows, "input row")
    yield f"The same verdict: {result.same_verdicts} of {rows} gave rows with all teachers, or with none"
    for score in result.scores:
        means = ", ".join(
            f"{'none' if mean is None else f'{mean:.2f}'} with {one.name}"
            for mean, one in zip(score.means, result.teachers, strict=True)
        )
        yield f"Mean {score.column} of {score.block} in {score.pipeline}: {means}"
    for one in result.agreements:
        yield f"The same {one.column} of {one.block} in {one.pipeline}: {one.same} of {one.of}, asked the same"
    for one in result.teachers:
        waited = f", in {duration(one.seconds)}" if one.bought else ""
        yield f"{one.name}: {counted(one.bought, 'answer')} bought now{waited}, {number(one.kept)} kept from before"


def _sample(sample: SideBySide, teachers: Sequence[TeacherResult], *, full: bool) -> Table:
    title = Text(f"{sample.pipeline}  row {sample.row_id}", style="bold")
    table = Table(title=title, title_justify="left", show_lines=True, expand=True)
    table.add_column("", style="dim", max_width=24, overflow="fold")
    for one in teachers:
        table.add_column(one.name, ratio=1, overflow="fold")
    table.add_row("verdict", *(Text(printable(said)) for said in sample.verdicts))
    for asked in sample.exchanges:
        table.add_row(asked.block, *(_text(answer, full=full) for answer in asked.answers))
    table.caption_justify = "left"
    table.caption = Text("\n".join(_prompts(sample, full=full)))
    return table


def _prompts(sample: SideBySide, *, full: bool) -> Iterator[str]:
    """Yield the input columns, and each prompt that was the same for all teachers."""
    for name, cell in sample.source.items():
        text = cell_text(cell)
        yield printable(f"{name}: {text if full else clipped(' '.join(text.split()), SHORT)}")
    for asked in sample.exchanges:
        if asked.prompt is None:
            yield f"{asked.block} asked each teacher about what it had made itself"
        for message in asked.prompt or ():
            text = message["content"]
            said = text if full else " ".join(clipped_middle(text, MAX_CHARACTERS).split())
            yield printable(f"{asked.block} asked [{message['role']}]: {said}")


def _text(answer: str | None, *, full: bool) -> Text:
    if answer is None:
        return Text("not asked", style="dim")
    return Text(printable(answer if full else clipped(answer, MAX_CHARACTERS)))
