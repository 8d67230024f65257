from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.table import Table

from sdg_flows.cli.console import console
from sdg_flows.orchestrate.trial.error_margin import CONFIDENCE
from sdg_flows.orchestrate.trial.forecast import Cost, Forecast, PipelineSample, Total
from sdg_flows.outputs.figures import duration, number, short

UNKNOWN = "?"
FILE_WIDTH = 150


def show(
    forecasts: Sequence[Forecast],
    samples: Sequence[PipelineSample],
    forecast_total: Total,
    seconds: float,
    in_flight: int,
) -> None:
    """Print the forecast of each block and the total, and what it is based on."""
    table = Table("pipeline", "block", box=None)
    for head in ("rows in", "rows out", "requests", "kept", "to ask", "range", "prompt tokens", "answer tokens", "usd"):
        table.add_column(head, justify="right")
    for one in forecasts:
        rows = [number(one.rows_in), number(one.rows_out)] if one.reached else [UNKNOWN] * 2
        table.add_row(one.pipeline, one.block, *rows, *_request_cells(one))
    table.add_section()
    table.add_row("all", "", "", "", *_request_cells(forecast_total))
    out = console(FILE_WIDTH)
    out.print(table)
    for name, said in (*_sample_lines(samples), *_range_lines(forecast_total)):
        out.print(f"{name:<8} {said}")
    if seconds:
        out.print(
            f"Time     {duration(seconds)} for the teacher, with {in_flight} in flight that take as long as those tried"
        )


def _request_cells(figures: Forecast | Total) -> list[str]:
    if not figures.requests and figures.reached:
        return [""] * 7
    if isinstance(figures, Forecast) and not figures.reached:
        return [UNKNOWN] * 3 + [""] * 4
    about = "~" if isinstance(figures, Forecast) and figures.assumed else ""
    tokens = [short(figures.cost.usage.prompt_tokens), short(figures.cost.usage.completion_tokens)]
    asks = [about + number(figures.requests), number(figures.kept), about + number(figures.cost.to_ask)]
    return [*asks, _range_cell(figures), *tokens, _money(figures.cost.usd)]


def _range_cell(figures: Forecast | Total) -> str:
    least, most = figures.least.to_ask, figures.most.to_ask
    return "" if least == most else f"{number(least)}..{number(most)}"


def _sample_lines(samples: Sequence[PipelineSample]) -> Iterator[tuple[str, str]]:
    tried = [one for one in samples if not one.assumed]
    if tried:
        rows = ", ".join(f"{one.rows_tried} of {number(one.rows)} rows of {one.pipeline}" for one in tried)
        yield "Tried", f"{rows}; their answers are kept"
    if len(tried) == len(samples):
        return
    yield "Counted", "requests up to the first block of a pipeline that asks, and what is kept; nothing was asked"
    yield "Assumed", "what has a ~: answers as the offline teacher gives them; tokens are four characters each"


def _range_lines(forecast_total: Total) -> Iterator[tuple[str, str]]:
    least, most = forecast_total.least, forecast_total.most
    if least != most:
        yield "Range", f"{_range_text(least, most)} ({CONFIDENCE:.0%}, if the rest is like what was tried)"
    if not forecast_total.reached:
        yield "At least", "no row that was tried came to the blocks with ?, and they are not in the sum"


def _range_text(least: Cost, most: Cost) -> str:
    prompt = _span(short(least.usage.prompt_tokens), short(most.usage.prompt_tokens))
    completion = _span(short(least.usage.completion_tokens), short(most.usage.completion_tokens))
    usd = "" if least.usd is None else f", {_span(_money(least.usd), _money(most.usd))} usd"
    return f"{_span(number(least.to_ask), number(most.to_ask))} requests, {prompt} tokens in, {completion} out{usd}"


def _span(least: str, most: str) -> str:
    return least if least == most else f"{least} to {most}"


def _money(usd: float | None) -> str:
    return "" if usd is None else f"{usd:,.2f}" if usd >= 0.1 else f"{usd:.4f}"
