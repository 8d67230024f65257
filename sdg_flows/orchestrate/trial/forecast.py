"""Forecasts the requests and cost of a run from a sample of rows. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sdg_flows.core.exchange import Usage
from sdg_flows.orchestrate.trial.error_margin import Margin
from sdg_flows.orchestrate.trial.sample_counts import BlockCounts, Requests
from sdg_flows.teacher.budget import Price


@dataclass(frozen=True)
class PipelineSample:
    """A pipeline's number of rows, its counts by block for the sampled rows, and the requests whose answers are kept.

    `kept_requests`, by block, come from `rows_counted` rows. `assumed` is True when nothing was asked: the answers
    about the sampled rows are made up.
    """

    pipeline: str
    rows: int
    rows_tried: int
    blocks: Sequence[BlockCounts]
    rows_counted: int
    kept_requests: Mapping[str, Requests]
    assumed: bool = False


@dataclass(frozen=True)
class Cost:
    """Requests to ask and their tokens; `usd` is None without a price."""

    to_ask: int = 0
    usage: Usage = field(default_factory=Usage)
    usd: float | None = None

    def __add__(self, other: Cost) -> Cost:
        known = [one.usd for one in (self, other) if one.usd is not None]
        return Cost(self.to_ask + other.to_ask, self.usage + other.usage, sum(known) if known else None)


@dataclass(frozen=True)
class Forecast:
    """The forecast for one block over all rows. Equal requests count once; `cost` is of those without a kept answer.

    `least` and `most` bound it, by the error margins of the sample. `reached` is False when no sampled row got to the
    block, so that nothing is known; `assumed` is True when the forecast depends on made-up answers.
    """

    pipeline: str
    block: str
    rows_in: int
    rows_out: int
    requests: int
    kept: int
    least: Cost
    cost: Cost
    most: Cost
    tried: int
    seconds_tried: float
    reached: bool = True
    assumed: bool = False


@dataclass(frozen=True)
class Total:
    """The sum of all blocks' forecasts."""

    requests: int
    kept: int
    least: Cost
    cost: Cost
    most: Cost
    reached: bool


def total(found: Sequence[Forecast]) -> Total:
    """Return the sum over all blocks. Its range assumes that all are off in the same direction."""
    return Total(
        sum(one.requests for one in found),
        sum(one.kept for one in found),
        sum((one.least for one in found), Cost()),
        sum((one.cost for one in found), Cost()),
        sum((one.most for one in found), Cost()),
        all(one.reached for one in found),
    )


def forecast_blocks(sample: PipelineSample, prices: Mapping[str | None, Price | None]) -> list[Forecast]:
    """Return the forecast of each block: the counts of the sample, scaled to all rows.

    After a whole-table block, rows grow by a power of the scale. The run takes the first of equal rows, so of the
    sampled rows that stay, as many fewer are among its own.

    `prices` are by name of endpoint, None for the run's own.
    """
    scale = sample.rows / max(sample.rows_tried, 1)
    found: list[Forecast] = []
    margin, assumed = Margin(), False
    for one in sample.blocks:
        grown = scale**one.growth
        came = margin.or_wider(one.came_margin)
        found.append(_forecast(sample, one, (scale, grown), came, prices.get(one.teacher), assumed=assumed))
        scale, margin = grown, margin + one.margin
        assumed = sample.assumed and (assumed or one.requests.all > 0)
    return found


def waiting_seconds(of: Iterable[Forecast], in_flight: int) -> float:
    """Return how long the run waits for the teacher with `in_flight` requests at a time, each as long as in the sample.

    The sample's requests were in flight at a time or, if there were more, as many as the teacher took.
    """
    return sum(one.cost.to_ask * one.seconds_tried / max(in_flight, one.tried) for one in of)


def _forecast(
    sample: PipelineSample,
    one: BlockCounts,
    scales: tuple[float, float],
    margin: Margin,
    price: Price | None,
    *,
    assumed: bool,
) -> Forecast:
    scale, grown = scales
    seen = sample.kept_requests.get(one.block, Requests())
    telling = seen if seen.all > one.requests.all else one.requests
    exact = seen.whole and sample.rows_counted == sample.rows
    requests = seen.different if exact else round(one.requests.all * scale * telling.different_share)
    kept = round(seen.kept * sample.rows / max(sample.rows_counted, 1))
    tried = round(one.requests.different * scale * sample.rows_tried / max(sample.rows, 1))
    kept = min(requests, kept if sample.assumed else max(kept, tried))
    left = Margin() if exact else margin.of_rest(sample.rows_tried, sample.rows)
    asks = [max(0, round(figure) - kept) for figure in (left.least(requests), requests, left.most(requests))]
    least, cost, most = _costs(one, asks, requests, price)
    return Forecast(
        sample.pipeline,
        one.block,
        round(one.rows_in * scale),
        round(one.rows_out * grown),
        requests,
        kept,
        least,
        cost,
        most,
        one.requests.different - one.requests.kept,
        one.seconds,
        one.rows_in > 0 or not sample.rows,
        assumed,
    )


def _costs(one: BlockCounts, asks: Sequence[int], requests: int, price: Price | None) -> list[Cost]:
    """Return the cost of the requests: at least, most likely, and at most."""
    counts = one.usage.prompt_tokens, one.usage.completion_tokens
    each = [count / max(one.requests.different, 1) for count in counts]
    margins = [
        margin.of_rest(one.requests.different, requests) for margin in (one.prompt_margin, one.completion_margin)
    ]
    pairs = list(zip(margins, each, strict=True))
    ranges = [margin.least(tokens) for margin, tokens in pairs], each, [margin.most(tokens) for margin, tokens in pairs]
    found: list[Cost] = []
    for to_ask, tokens in zip(asks, ranges, strict=True):
        usage = Usage(*(round(to_ask * one) for one in tokens))
        found.append(Cost(to_ask, usage, price.cost(usage) if price else None))
    return found
