"""What a run will ask and cost, worked out from some rows that were tried. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sdg_flows.core.exchange import Usage
from sdg_flows.orchestrate.trying import Requests, Tried
from sdg_flows.teacher.budget import Price


@dataclass(frozen=True)
class Looked:
    """How many rows a pipeline has, what became of those that were tried, and what is kept about those looked up."""

    pipeline: str
    rows: int
    rows_tried: int
    tried: Sequence[Tried]
    rows_looked_up: int
    looked_up: Mapping[str, Requests]


@dataclass(frozen=True)
class Forecast:
    """What one block will come to over all rows. Equal requests are one; `usage` and `usd` are for those not kept."""

    pipeline: str
    block: str
    rows_in: int
    rows_out: int
    requests: int
    kept: int
    usage: Usage
    usd: float | None
    tried: int
    seconds_tried: float

    @property
    def to_ask(self) -> int:
        """Give the requests that the run will buy."""
        return self.requests - self.kept


def forecasts(looked: Looked, prices: Mapping[str | None, Price | None]) -> list[Forecast]:
    """Give what each block will come to: what was tried, times the rows there are for each that was tried.

    Where a block looks at the whole table, the rows after it grow by a power of that.

    `prices` are those of the endpoints by name, None for the run's own.
    """
    scale = looked.rows / max(looked.rows_tried, 1)
    found: list[Forecast] = []
    for one in looked.tried:
        grown = scale**one.growth
        found.append(_forecast(looked, one, scale, grown, prices.get(one.teacher)))
        scale = grown
    return found


def seconds(of: Iterable[Forecast], in_flight: int) -> float:
    """Give how long the run waits for the teacher, with so many requests in flight that take as long as those tried.

    Those tried were in flight at one time, or, if they were more, as many as the teacher took.
    """
    return sum(one.to_ask * one.seconds_tried / max(in_flight, one.tried) for one in of)


def _forecast(looked: Looked, one: Tried, scale: float, grown: float, price: Price | None) -> Forecast:
    seen = looked.looked_up.get(one.block, Requests())
    telling = seen if seen.all > one.requests.all else one.requests
    exact = seen.whole and looked.rows_looked_up == looked.rows
    requests = seen.different if exact else round(one.requests.all * scale * telling.different_share)
    kept = round(seen.kept * looked.rows / max(looked.rows_looked_up, 1))
    kept = min(requests, max(kept, one.requests.different))
    asked_share = (requests - kept) / max(one.requests.different, 1)
    usage = Usage(round(one.usage.prompt_tokens * asked_share), round(one.usage.completion_tokens * asked_share))
    return Forecast(
        looked.pipeline,
        one.block,
        round(one.rows_in * scale),
        round(one.rows_out * grown),
        requests,
        kept,
        usage,
        price.of(usage) if price else None,
        one.requests.different - one.requests.kept,
        one.seconds,
    )
