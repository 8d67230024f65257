"""The totals of a run, counted once for run.json and the report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sdg_flows.core.exchange import Usage
from sdg_flows.core.run_record import PipelineResult, RunRecord, Step
from sdg_flows.core.table import ROW_ID
from sdg_flows.outputs.balance import Balance, count_balance
from sdg_flows.outputs.categories import Categories, count_categories
from sdg_flows.outputs.rejections import Rejection, rejections
from sdg_flows.outputs.run_folder.training import TrainingCounts, count_training_rows
from sdg_flows.outputs.sources import Sources, input_sources


@dataclass(frozen=True)
class PipelineSummary:
    """The totals of one pipeline."""

    pipeline: str
    flow_file: str
    inputs: int
    outputs: int
    rejected: int
    steps: tuple[Step, ...]
    rejections: tuple[Rejection, ...]
    balance: Balance
    tally: TrainingCounts
    files: Mapping[str, str]
    input_columns: tuple[str, ...]
    categories: Categories
    sources: Sources = field(default_factory=Sources)

    @property
    def total(self) -> Step:
        """Return the steps added up as one: sums of requests, tokens and seconds."""
        return sum(self.steps, Step(self.pipeline, "pipeline"))


@dataclass(frozen=True)
class Summary:
    """The totals of a run over its pipelines. `seconds` is the time from start to finish."""

    pipelines: tuple[PipelineSummary, ...]
    seconds: float

    @property
    def inputs(self) -> int:
        """Return the number of input rows of all pipelines."""
        return sum(pipeline.inputs for pipeline in self.pipelines)

    @property
    def outputs(self) -> int:
        """Return the number of output rows of all pipelines."""
        return sum(pipeline.outputs for pipeline in self.pipelines)

    @property
    def rejected(self) -> int:
        """Return the number of rejected rows of all pipelines."""
        return sum(pipeline.rejected for pipeline in self.pipelines)

    @property
    def trained(self) -> int:
        """Return the number of rows in train.jsonl."""
        return sum(pipeline.tally.trained for pipeline in self.pipelines)

    @property
    def blank_assistant(self) -> int:
        """Return the number of output rows left out of train.jsonl because their answer is blank."""
        return sum(pipeline.tally.blank_assistant for pipeline in self.pipelines)

    @property
    def usage(self) -> Usage:
        """Return the tokens used by all steps."""
        return sum((pipeline.total.usage for pipeline in self.pipelines), Usage())

    @property
    def asked(self) -> int:
        """Return the number of requests of all steps."""
        return sum(pipeline.total.asked for pipeline in self.pipelines)

    @property
    def usd(self) -> float | None:
        """Return the cost of the answers in US dollars, of endpoints that have a price; None when none has."""
        known = [pipeline.total.usd for pipeline in self.pipelines if pipeline.total.usd is not None]
        return sum(known) if known else None

    @property
    def kept_answers(self) -> int:
        """Return the number of answers that were already in the answer store."""
        return sum(pipeline.total.kept_answers for pipeline in self.pipelines)

    @property
    def balance(self) -> Balance:
        """Return the balance of all pipelines."""
        return sum((pipeline.balance for pipeline in self.pipelines), Balance())

    @property
    def rejections(self) -> tuple[Rejection, ...]:
        """Return the rejections of all pipelines, in pipeline order."""
        return tuple(rejection for pipeline in self.pipelines for rejection in pipeline.rejections)

    @property
    def notes(self) -> tuple[str, ...]:
        """Return the reasons why pipelines with output rows have no training rows."""
        return tuple(pipeline.tally.note for pipeline in self.pipelines if pipeline.tally.note)


def summarize(record: RunRecord) -> Summary:
    """Count the rows a run made and rejected, and its cost."""
    seconds = (record.finished - record.started).total_seconds()
    return Summary(tuple(_pipeline(generated) for generated in record.results), seconds)


def _pipeline(generated: PipelineResult) -> PipelineSummary:
    return PipelineSummary(
        pipeline=generated.pipeline,
        flow_file=generated.flow_file,
        inputs=generated.inputs.num_rows,
        outputs=generated.rows.num_rows,
        rejected=generated.rejected.num_rows,
        steps=generated.steps,
        rejections=rejections(generated),
        balance=count_balance(generated),
        tally=count_training_rows(generated),
        files=generated.files,
        input_columns=tuple(name for name in generated.inputs.column_names if name != ROW_ID),
        sources=input_sources(generated),
        categories=count_categories(generated),
    )
