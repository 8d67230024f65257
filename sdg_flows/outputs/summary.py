"""What a run comes to, counted once for run.json and the report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sdg_flows.core.exchange import Usage
from sdg_flows.core.story import Generated, RunRecord, Step
from sdg_flows.core.table import ROW_ID
from sdg_flows.outputs.balance import Balance, balance
from sdg_flows.outputs.categories import Categories, categories
from sdg_flows.outputs.losses import Loss, losses
from sdg_flows.outputs.run_folder.training import Tally, tally
from sdg_flows.outputs.sources import Sources, sources


@dataclass(frozen=True)
class PipelineSummary:
    """What one pipeline comes to."""

    pipeline: str
    flow_file: str
    inputs: int
    outputs: int
    rejected: int
    steps: tuple[Step, ...]
    losses: tuple[Loss, ...]
    balance: Balance
    tally: Tally
    files: Mapping[str, str]
    input_columns: tuple[str, ...]
    categories: Categories
    sources: Sources = field(default_factory=Sources)

    @property
    def total(self) -> Step:
        """Give the pipeline's steps as one: requests, tokens and seconds are the sums."""
        return sum(self.steps, Step(self.pipeline, "pipeline"))


@dataclass(frozen=True)
class Summary:
    """What a run comes to over its pipelines. `seconds` is the time from start to finish."""

    pipelines: tuple[PipelineSummary, ...]
    seconds: float

    @property
    def inputs(self) -> int:
        """Give the input rows of all pipelines."""
        return sum(one.inputs for one in self.pipelines)

    @property
    def outputs(self) -> int:
        """Give the output rows of all pipelines."""
        return sum(one.outputs for one in self.pipelines)

    @property
    def rejected(self) -> int:
        """Give the rejected rows of all pipelines."""
        return sum(one.rejected for one in self.pipelines)

    @property
    def trained(self) -> int:
        """Give the rows of train.jsonl."""
        return sum(one.tally.trained for one in self.pipelines)

    @property
    def blank_assistant(self) -> int:
        """Give the output rows left out of train.jsonl for a blank answer."""
        return sum(one.tally.blank_assistant for one in self.pipelines)

    @property
    def usage(self) -> Usage:
        """Give the tokens of all steps."""
        return sum((one.total.usage for one in self.pipelines), Usage())

    @property
    def asked(self) -> int:
        """Give the requests of all steps."""
        return sum(one.total.asked for one in self.pipelines)

    @property
    def usd(self) -> float | None:
        """Give what the answers cost, as far as endpoints have a price; None when none has."""
        known = [one.total.usd for one in self.pipelines if one.total.usd is not None]
        return sum(known) if known else None

    @property
    def kept_answers(self) -> int:
        """Give the answers that were in the answer store already."""
        return sum(one.total.kept_answers for one in self.pipelines)

    @property
    def balance(self) -> Balance:
        """Give the balance of all pipelines."""
        return sum((one.balance for one in self.pipelines), Balance())

    @property
    def losses(self) -> tuple[Loss, ...]:
        """Give the losses of all pipelines, in their order."""
        return tuple(loss for one in self.pipelines for loss in one.losses)

    @property
    def notes(self) -> tuple[str, ...]:
        """Give why pipelines with output rows have no training rows."""
        return tuple(one.tally.note for one in self.pipelines if one.tally.note)


def summary(record: RunRecord) -> Summary:
    """Count what a run made, lost and cost."""
    seconds = (record.finished - record.started).total_seconds()
    return Summary(tuple(_pipeline(one) for one in record.generated), seconds)


def _pipeline(one: Generated) -> PipelineSummary:
    return PipelineSummary(
        pipeline=one.pipeline,
        flow_file=one.flow_file,
        inputs=one.inputs.num_rows,
        outputs=one.rows.num_rows,
        rejected=one.rejected.num_rows,
        steps=one.steps,
        losses=losses(one),
        balance=balance(one),
        tally=tally(one),
        files=one.files,
        input_columns=tuple(name for name in one.inputs.column_names if name != ROW_ID),
        sources=sources(one),
        categories=categories(one),
    )
