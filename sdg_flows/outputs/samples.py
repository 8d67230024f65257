"""Training examples to look at, spread evenly over the pipelines and over the rows of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sdg_flows.core.story import Generated
from sdg_flows.outputs.pairs import Pair
from sdg_flows.outputs.training import trained


@dataclass(frozen=True)
class Sample:
    """A training example and the pipeline that made it."""

    pipeline: str
    pair: Pair


def samples(generated: Sequence[Generated], rows: Sequence[int], wanted: int) -> list[Sample]:
    """Give `wanted` training examples, or all when there are fewer; `rows` counts those of each pipeline."""
    shares = spread(rows, wanted)
    return [
        Sample(one.pipeline, pair)
        for one, available, share in zip(generated, rows, shares, strict=True)
        for pair in _picked(one, available, share)
    ]


def spread(available: Sequence[int], wanted: int) -> list[int]:
    """Share out `wanted` as evenly as what is available allows; earlier ones get the remainder."""
    shares = [0] * len(available)
    for _ in range(min(wanted, sum(available))):
        open_ones = [at for at, there in enumerate(available) if shares[at] < there]
        shares[min(open_ones, key=lambda at: shares[at])] += 1
    return shares


def _picked(one: Generated, available: int, share: int) -> Iterator[Pair]:
    places = {(2 * at + 1) * available // (2 * share) for at in range(share)}
    return (pair for at, pair in enumerate(trained(one.rows)) if at in places)
