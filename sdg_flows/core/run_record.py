"""The record of a run: what each block did, and what each pipeline made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

import pyarrow as pa

from sdg_flows.core.block import LINEAGE, REJECTED
from sdg_flows.core.exchange import Usage
from sdg_flows.core.latency import Latency
from sdg_flows.core.rows import Rows
from sdg_flows.core.scores import Scores

Setting: TypeAlias = "str | int | float | bool | Mapping[str, int] | None"
"""What a user may choose for a run."""

BLOCK_FIELD = pa.field("block", pa.string(), nullable=False)
REJECTED_WITH_BLOCK = REJECTED.insert(1, BLOCK_FIELD)
"""Rejected rows of a pipeline: `REJECTED` with the block's name after the row's id."""
LINEAGE_WITH_BLOCK = LINEAGE.insert(2, BLOCK_FIELD)
"""Lineage of a pipeline: `LINEAGE` with the block's name after the parent's id."""


@dataclass(frozen=True)
class Step:
    """What one block did to a pipeline's rows, over all shards. `seconds` is time spent in it, summed over shards.

    `settings` is a digest of all that decides its outcome: its type, version and settings, its prompts among them.
    `usd` is what its answers cost; None where nothing says so. `scores` are those by which a filter kept rows.
    """

    block: str
    block_type: str
    rows_in: int = 0
    rows_out: int = 0
    rejected: Mapping[str, int] = field(default_factory=dict[str, int])
    asked: int = 0
    kept_answers: int = 0
    usage: Usage = field(default_factory=Usage)
    seconds: float = 0.0
    settings: str = ""
    usd: float | None = None
    scores: Scores | None = None

    def __add__(self, other: Step) -> Step:
        reasons = dict(self.rejected)
        for reason, count in other.rejected.items():
            reasons[reason] = reasons.get(reason, 0) + count
        return Step(
            self.block,
            self.block_type,
            self.rows_in + other.rows_in,
            self.rows_out + other.rows_out,
            reasons,
            self.asked + other.asked,
            self.kept_answers + other.kept_answers,
            self.usage + other.usage,
            self.seconds + other.seconds,
            self.settings,
            other.usd if self.usd is None else self.usd + (other.usd or 0.0),
            other.scores if self.scores is None else self.scores + other.scores if other.scores else self.scores,
        )


@dataclass(frozen=True)
class PipelineResult:
    """All that one pipeline made of its input table.

    `rejected` has the columns of `REJECTED_WITH_BLOCK`, `lineage` those of `LINEAGE_WITH_BLOCK`, both by block in the
    order of the flow file, with the rows of one block in each part. They may be larger than memory and exist until the
    run ends. `rows` keep the columns of the input, with `leaf_node_path` and `leaf_node_type` when the input is a
    taxonomy. `instructions` are those of the flow file for auxiliary training rows, by `dataset_type`. `files` are the
    sha256 of the flow file and of those it names, by path relative to its folder.
    """

    pipeline: str
    flow_file: str
    inputs: Rows
    rows: Rows
    rejected: Rows
    lineage: Rows
    steps: tuple[Step, ...]
    instructions: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    files: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class EndpointUsed:
    """An endpoint by what the keys of its answers are made of; `name` is None for the run's own."""

    name: str | None
    endpoint: str
    model: str


@dataclass(frozen=True)
class RunRecord:
    """A finished run: what was asked for, by whom it was answered, and what each pipeline made.

    `settings` are the user's choices by name; `teacher` describes who answered in one line and `teacher_is_offline`
    says that the rows are for trying out flows, not for training. `versions` are packages by name. `fresh_draws` counts
    how often all new draws had been asked for in the work directory. `latency` is that of the answers that were bought.
    """

    name: str
    suite: str
    started: datetime
    finished: datetime
    settings: Mapping[str, Setting]
    teacher: str
    model: str
    teacher_is_offline: bool
    versions: Mapping[str, str]
    results: tuple[PipelineResult, ...]
    warnings: tuple[str, ...] = ()
    endpoints: tuple[EndpointUsed, ...] = ()
    fresh_draws: int = 0
    latency: Latency = field(default_factory=Latency)
