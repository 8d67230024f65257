from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.table import Table

from sdg_flows.cli.console import console
from sdg_flows.orchestrate.trial.error_margin import CONFIDENCE
from sdg_flows.orchestrate.trial.forecast import Cost, Forecast, PipelineSample, Total
from sdg_flows.outputs.figures import duration, number, short

UNKNOWN = "?"
WIDTH_OF_A_FILE = 150


def show(
    found: Sequence[Forecast], looked: Sequence[PipelineSample], comes_to: Total, waits: float, in_flight: int
) -> None:
    """Print what each block and the whole come to, and how that is known."""
    table = Table("pipeline", "block", box=None)
    for head in ("rows in", "rows out", "requests", "kept", "to ask", "range", "prompt tokens", "answer tokens", "usd"):
        table.add_column(head, justify="right")
    for one in found:
        rows = [number(one.rows_in), number(one.rows_out)] if one.reached else [UNKNOWN] * 2
        table.add_row(one.pipeline, one.block, *rows, *_asks(one))
    table.add_section()
    table.add_row("all", "", "", "", *_asks(comes_to))
    out = console(WIDTH_OF_A_FILE)
    out.print(table)
    for name, said in (*_grounds(looked), *_range(comes_to)):
        out.print(f"{name:<8} {said}")
    if waits:
        out.print(
            f"Time     {duration(waits)} for the teacher, with {in_flight} in flight that take as long as those tried"
        )


def _asks(of: Forecast | Total) -> list[str]:
    if not of.requests and of.reached:
        return [""] * 7
    if isinstance(of, Forecast) and not of.reached:
        return [UNKNOWN] * 3 + [""] * 4
    about = "~" if isinstance(of, Forecast) and of.assumed else ""
    tokens = [short(of.cost.usage.prompt_tokens), short(of.cost.usage.completion_tokens)]
    asks = [about + number(of.requests), number(of.kept), about + number(of.cost.to_ask)]
    return [*asks, _between(of), *tokens, _money(of.cost.usd)]


def _between(of: Forecast | Total) -> str:
    least, most = of.least.to_ask, of.most.to_ask
    return "" if least == most else f"{number(least)}..{number(most)}"


def _grounds(looked: Sequence[PipelineSample]) -> Iterator[tuple[str, str]]:
    tried = [one for one in looked if not one.assumed]
    if tried:
        rows = ", ".join(f"{one.rows_tried} of {number(one.rows)} rows of {one.pipeline}" for one in tried)
        yield "Tried", f"{rows}; their answers are kept"
    if len(tried) == len(looked):
        return
    yield "Counted", "requests up to the first block of a pipeline that asks, and what is kept; nothing was asked"
    yield "Assumed", "what has a ~: answers as the offline teacher gives them; tokens are four characters each"


def _range(comes_to: Total) -> Iterator[tuple[str, str]]:
    least, most = comes_to.least, comes_to.most
    if least != most:
        yield "Range", f"{_said(least, most)} ({CONFIDENCE:.0%}, if the rest is like what was tried)"
    if not comes_to.reached:
        yield "At least", "no row that was tried came to the blocks with ?, and they are not in the sum"


def _said(least: Cost, most: Cost) -> str:
    prompt = _to(short(least.usage.prompt_tokens), short(most.usage.prompt_tokens))
    completion = _to(short(least.usage.completion_tokens), short(most.usage.completion_tokens))
    usd = "" if least.usd is None else f", {_to(_money(least.usd), _money(most.usd))} usd"
    return f"{_to(number(least.to_ask), number(most.to_ask))} requests, {prompt} tokens in, {completion} out{usd}"


def _to(least: str, most: str) -> str:
    return least if least == most else f"{least} to {most}"


def _money(usd: float | None) -> str:
    return "" if usd is None else f"{usd:,.2f}" if usd >= 0.1 else f"{usd:.4f}"
