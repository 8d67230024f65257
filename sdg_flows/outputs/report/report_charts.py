"""The charts of a report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sdg_flows.core.latency import Latency
from sdg_flows.outputs.report import charts
from sdg_flows.outputs.report.charts import Spec
from sdg_flows.outputs.report.profile import Profile
from sdg_flows.outputs.summary import Summary

_HEADINGS = {"funnel": "rows through the blocks", "scores": "scores", "lengths": "words"}
"""The subject of a chart, for sections whose titles do not name it."""


class NamedChart(NamedTuple):
    """A chart with its section of the page, its name and its title."""

    section: str
    name: str
    title: str
    spec: Spec

    @property
    def file_name(self) -> str:
        """Return the name as a file name without extension: `funnel-knowledge`."""
        return re.sub(r"[^\w.]+", "-", self.name).strip("-.")

    @property
    def heading(self) -> str:
        """Return the heading of the chart outside the page."""
        return f"{self.title}: {_HEADINGS[self.section]}" if self.section in _HEADINGS else self.title


def report_charts(summary: Summary, latency: Latency, profile: Profile) -> list[NamedChart]:
    """Return the charts of a run for which there is data."""
    return [*_by_pipeline(summary), *_of_rows(profile), *_of_cost(summary, latency)]


def _by_pipeline(summary: Summary) -> Iterator[NamedChart]:
    for pipeline in summary.pipelines:
        yield NamedChart("funnel", f"funnel {pipeline.pipeline}", pipeline.pipeline, charts.row_funnel(pipeline.steps))
        for step in pipeline.steps:
            if step.scores:
                name = f"scores {pipeline.pipeline} {step.block}"
                yield NamedChart(
                    "scores", name, f"{pipeline.pipeline} · {step.block}", charts.score_histogram(step.scores)
                )


def _of_rows(profile: Profile) -> Iterator[NamedChart]:
    if not profile.measured:
        return
    yield NamedChart("lengths", "lengths user", "Questions", charts.word_count_histogram(profile.user, "question"))
    yield NamedChart(
        "lengths", "lengths assistant", "Answers", charts.word_count_histogram(profile.assistant, "answer")
    )
    yield NamedChart(
        "diversity",
        "diversity",
        "How alike is the nearest other question?",
        charts.similarity_histogram(profile.similarity),
    )


def _of_cost(summary: Summary, latency: Latency) -> Iterator[NamedChart]:
    steps = {pipeline.pipeline: pipeline.steps for pipeline in summary.pipelines}
    if summary.usage.prompt_tokens + summary.usage.completion_tokens:
        yield NamedChart("cost", "tokens", "Tokens by block", charts.block_costs(steps, "tokens"))
    if any(step.seconds for pipeline_steps in steps.values() for step in pipeline_steps):
        yield NamedChart("cost", "seconds", "Seconds by block", charts.block_costs(steps, "seconds"))
    if latency.answers:
        yield NamedChart("cost", "latency", "How long answers took", charts.latency_histogram(latency))
