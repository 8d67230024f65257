"""Which charts a report has."""

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
"""What a chart is about, where its title does not say so."""


class NamedChart(NamedTuple):
    """A chart, where in the page it stands, and what stands above it."""

    section: str
    name: str
    title: str
    spec: Spec

    @property
    def file_name(self) -> str:
        """Give the name as that of a file, without an ending: `funnel-knowledge`."""
        return re.sub(r"[^\w.]+", "-", self.name).strip("-.")

    @property
    def heading(self) -> str:
        """Give what stands above the chart where no page is around it."""
        return f"{self.title}: {_HEADINGS[self.section]}" if self.section in _HEADINGS else self.title


def report_charts(come_to: Summary, latency: Latency, profile: Profile) -> list[NamedChart]:
    """Give the charts of a run, those for which there are figures."""
    return [*_by_pipeline(come_to), *_of_rows(profile), *_of_cost(come_to, latency)]


def _by_pipeline(come_to: Summary) -> Iterator[NamedChart]:
    for one in come_to.pipelines:
        yield NamedChart("funnel", f"funnel {one.pipeline}", one.pipeline, charts.funnel(one.steps))
        for step in one.steps:
            if step.scores:
                name = f"scores {one.pipeline} {step.block}"
                yield NamedChart("scores", name, f"{one.pipeline} · {step.block}", charts.scores(step.scores))


def _of_rows(profile: Profile) -> Iterator[NamedChart]:
    if not profile.measured:
        return
    yield NamedChart("lengths", "lengths user", "Questions", charts.word_lengths(profile.user, "question"))
    yield NamedChart("lengths", "lengths assistant", "Answers", charts.word_lengths(profile.assistant, "answer"))
    yield NamedChart(
        "diversity", "diversity", "How alike is the nearest other question?", charts.likeness(profile.likeness)
    )


def _of_cost(come_to: Summary, latency: Latency) -> Iterator[NamedChart]:
    steps = {one.pipeline: one.steps for one in come_to.pipelines}
    if come_to.usage.prompt_tokens + come_to.usage.completion_tokens:
        yield NamedChart("cost", "tokens", "Tokens by block", charts.block_costs(steps, "tokens"))
    if any(step.seconds for some in steps.values() for step in some):
        yield NamedChart("cost", "seconds", "Seconds by block", charts.block_costs(steps, "seconds"))
    if latency.answers:
        yield NamedChart("cost", "latency", "How long answers took", charts.latency(latency))
