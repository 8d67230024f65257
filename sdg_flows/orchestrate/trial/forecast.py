"""What a run will ask and cost, worked out from a sample of rows. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sdg_flows.core.exchange import Usage
from sdg_flows.orchestrate.trial.error_margin import Margin
from sdg_flows.orchestrate.trial.sample_counts import BlockCounts, Requests
from sdg_flows.teacher.budget import Price


@dataclass(frozen=True)
class Looked:
    """How many rows a pipeline has, what became of the sampled ones, and which answers are kept already.

    `assumed` is True when nothing was asked for it: the answers of the rows that were tried are made up.
    """

    pipeline: str
    rows: int
    rows_tried: int
    tried: Sequence[BlockCounts]
    rows_looked_up: int
    looked_up: Mapping[str, Requests]
    assumed: bool = False


@dataclass(frozen=True)
class Cost:
    """Requests to be asked, and their cost; `usd` is None without a price."""

    to_ask: int = 0
    usage: Usage = field(default_factory=Usage)
    usd: float | None = None

    def __add__(self, other: Cost) -> Cost:
        known = [one.usd for one in (self, other) if one.usd is not None]
        return Cost(self.to_ask + other.to_ask, self.usage + other.usage, sum(known) if known else None)


@dataclass(frozen=True)
class Forecast:
    """What one block will come to over all rows. Equal requests are one; `cost` is of those not kept.

    `least` and `most` are what it may come to, as far as the sampled rows tell. `reached` is False when none of them
    got here, and nothing is known; `assumed` is True when this rests on made-up answers.
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
class Whole:
    """What all blocks come to together."""

    requests: int
    kept: int
    least: Cost
    cost: Cost
    most: Cost
    reached: bool


def whole(found: Sequence[Forecast]) -> Whole:
    """Return the sum over all blocks; its range assumes that all are off in the same direction."""
    return Whole(
        sum(one.requests for one in found),
        sum(one.kept for one in found),
        sum((one.least for one in found), Cost()),
        sum((one.cost for one in found), Cost()),
        sum((one.most for one in found), Cost()),
        all(one.reached for one in found),
    )


def forecasts(looked: Looked, prices: Mapping[str | None, Price | None]) -> list[Forecast]:
    """Return what each block will come to: what was tried, times the rows there are for each that was tried.

    Where a block looks at the whole table, the rows after it grow by a power of that; and as many fewer of those that
    were tried are among the rows of a run, which takes the first of equal ones.

    `prices` are those of the endpoints by name, None for the run's own.
    """
    scale = looked.rows / max(looked.rows_tried, 1)
    found: list[Forecast] = []
    margin, assumed = Margin(), False
    for one in looked.tried:
        grown = scale**one.growth
        came = margin.or_wider(one.came_margin)
        found.append(_forecast(looked, one, (scale, grown), came, prices.get(one.teacher), assumed=assumed))
        scale, margin = grown, margin + one.margin
        assumed = looked.assumed and (assumed or one.requests.all > 0)
    return found


def seconds(of: Iterable[Forecast], in_flight: int) -> float:
    """Return how long the run waits for the teacher, with so many requests in flight that take as long as those tried.

    Those tried were in flight at one time, or, if they were more, as many as the teacher took.
    """
    return sum(one.cost.to_ask * one.seconds_tried / max(in_flight, one.tried) for one in of)


def _forecast(
    looked: Looked, one: BlockCounts, scales: tuple[float, float], margin: Margin, price: Price | None, *, assumed: bool
) -> Forecast:
    scale, grown = scales
    seen = looked.looked_up.get(one.block, Requests())
    telling = seen if seen.all > one.requests.all else one.requests
    exact = seen.whole and looked.rows_looked_up == looked.rows
    requests = seen.different if exact else round(one.requests.all * scale * telling.different_share)
    kept = round(seen.kept * looked.rows / max(looked.rows_looked_up, 1))
    tried = round(one.requests.different * scale * looked.rows_tried / max(looked.rows, 1))
    kept = min(requests, kept if looked.assumed else max(kept, tried))
    left = Margin() if exact else margin.of_rest(looked.rows_tried, looked.rows)
    asks = [max(0, round(figure) - kept) for figure in (left.least(requests), requests, left.most(requests))]
    least, cost, most = _costs(one, asks, requests, price)
    return Forecast(
        looked.pipeline,
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
        one.rows_in > 0 or not looked.rows,
        assumed,
    )


def _costs(one: BlockCounts, asks: Sequence[int], requests: int, price: Price | None) -> list[Cost]:
    """Return what is to be asked comes to at the least, most likely, and at the most."""
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
        found.append(Cost(to_ask, usage, price.of(usage) if price else None))
    return found
