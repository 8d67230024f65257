"""The charts of a report, as Vega-Lite specifications that contain their data. Pure.

Colours are CSS variables of the page's style sheet, so that they follow a dark scheme; `chart_images` replaces them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from sdg_flows.core.latency import Latency
from sdg_flows.core.run_record import Step
from sdg_flows.core.scores import Scores
from sdg_flows.outputs.figures import duration
from sdg_flows.outputs.report.diversity import Similarity
from sdg_flows.outputs.report.word_counts import Lengths

Spec: TypeAlias = dict[str, Any]

GOT, LOST, COST, MUTED = "var(--got)", "var(--lost)", "var(--cost)", "var(--muted)"
_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_STYLE = {
    "background": None,
    "font": "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
    "view": {"stroke": None},
    "axis": {
        "domain": False,
        "ticks": False,
        "labelColor": MUTED,
        "titleColor": MUTED,
        "gridColor": "var(--line)",
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelPadding": 6,
        "titlePadding": 8,
    },
    "legend": {"labelColor": MUTED, "title": None, "orient": "top", "labelFontSize": 12, "symbolType": "square"},
    "header": {"labelColor": MUTED, "titleColor": MUTED},
}
_NUMBER = ",.0f"
_DURATION = "datum.value < 1 ? format(1000 * datum.value, '~g') + ' ms' : format(datum.value, '~g') + ' s'"
_MOST_BLOCKS = 12
_FEW_SCORES = 6
_LINE = 24
"""Pixels of a horizontal bar and the gap to the next one."""


def row_funnel(steps: Sequence[Step]) -> Spec:
    """Chart, for each block in order, the rows that it kept and those that it rejected."""
    went_on = [{"block": step.block, "rows": step.rows_out, "what": "went on"} for step in steps]
    left = [
        {"block": step.block, "rows": count, "what": "rejected", "reason": reason}
        for step in steps
        for reason, count in step.rejected.items()
    ]
    return _bars(
        went_on + left,
        y={"field": "block", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 240}},
        x={"field": "rows", "type": "quantitative", "title": "rows", "axis": _few_labels()},
        color=_colours({"went on": GOT, "rejected": LOST}),
        order={"field": "what", "sort": "descending"},
        tooltip=[_tooltip("block"), _tooltip("what"), _tooltip("reason"), _tooltip("rows", _NUMBER)],
        height=_LINE * max(len(steps), 1),
    )


def score_histogram(scores: Scores) -> Spec:
    """Chart the number of rows with each score, kept and rejected."""
    rows = [
        {"score": str(score).lower() if isinstance(score, bool) else f"{score:g}", "rows": count, "what": what}
        for score, kept, left in scores.counts
        for what, count in (("kept", kept), ("rejected", left))
        if count
    ]
    return _bars(
        rows,
        x={"field": "score", "type": "ordinal", "sort": None, "title": f"{scores.column}, kept when {scores.condition}"}
        | {"axis": {"labelAngle": 0, "labelOverlap": True}},
        y={"field": "rows", "type": "quantitative", "title": "rows", "axis": _few_labels()},
        color=_colours({"kept": GOT, "rejected": LOST}),
        order={"field": "what"},
        tooltip=[_tooltip("score"), _tooltip("what"), _tooltip("rows", _NUMBER)],
        height=150,
        bar={"width": {"band": 0.8}} if len(scores.counts) > _FEW_SCORES else {"width": 30},
    )


def word_count_histogram(lengths: Lengths, what: str) -> Spec:
    """Chart the number of texts by their word count; the last bar holds all longer texts."""
    ends = [
        f"{index * lengths.width:,} to {(index + 1) * lengths.width - 1:,}" for index in range(len(lengths.bars) - 1)
    ]
    labels = [*ends, f"{max(len(lengths.bars) - 1, 0) * lengths.width:,} and more"]
    rows = [
        {"from": index * lengths.width, "to": (index + 1) * lengths.width, "words": name, "rows": count}
        for index, (count, name) in enumerate(zip(lengths.bars, labels, strict=False))
    ]
    return _histogram(rows, f"words of the {what}", [_tooltip("words"), _tooltip("rows", _NUMBER)])


def similarity_histogram(similarity: Similarity) -> Spec:
    """Chart the similarity of each sampled text to its nearest other one."""
    width = 1 / max(len(similarity.bars), 1)
    rows = [
        {"from": round(index * width, 4), "to": round((index + 1) * width, 4), "rows": count}
        for index, count in enumerate(similarity.bars)
    ]
    tooltip = [_tooltip("from", ".2f"), _tooltip("to", ".2f"), _tooltip("rows", _NUMBER)]
    return _histogram(rows, "likeness to the nearest other question", tooltip, scale={"domain": [0, 1]})


def latency_histogram(latency: Latency) -> Spec:
    """Chart how long answers took, on a logarithmic scale."""
    rows = [
        {"from": begin, "to": end, "took": f"{duration(begin)} to {duration(end)}", "rows": count}
        for begin, end, count in latency.buckets
    ]
    tooltip = [_tooltip("took"), _tooltip("rows", _NUMBER, "answers")]
    axis = {"labelExpr": _DURATION, "labelOverlap": "greedy", "labelSeparation": 10, "grid": False}
    return _histogram(rows, "an answer took", tooltip, scale={"type": "log"}, axis=axis, colour=COST, y="answers")


def block_costs(steps: Mapping[str, Sequence[Step]], what: str) -> Spec:
    """Chart the blocks of all pipelines that took the most `tokens` or `seconds`."""
    costs = [
        {"block": f"{pipeline} · {step.block}" if len(steps) > 1 else step.block, "amount": _amount(step, what)}
        for pipeline, pipeline_steps in steps.items()
        for step in pipeline_steps
    ]
    most = sorted((cost for cost in costs if cost["amount"]), key=lambda cost: -float(cost["amount"]))[:_MOST_BLOCKS]
    number = ".3s" if what == "tokens" else ",.2f"
    return _bars(
        most,
        y={"field": "block", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 280}},
        x={"field": "amount", "type": "quantitative", "title": what, "axis": _few_labels()},
        color={"value": COST},
        tooltip=[_tooltip("block"), _tooltip("amount", number, what)],
        height=_LINE * max(len(most), 1),
    )


def _amount(step: Step, what: str) -> float:
    return step.usage.prompt_tokens + step.usage.completion_tokens if what == "tokens" else round(step.seconds, 3)


def _histogram(
    rows: Sequence[Mapping[str, Any]],
    title: str,
    tooltip: Sequence[Mapping[str, Any]],
    *,
    scale: Mapping[str, Any] | None = None,
    axis: Mapping[str, Any] | None = None,
    colour: str = GOT,
    y: str = "rows",
) -> Spec:
    x = {"field": "from", "type": "quantitative", "bin": "binned", "title": title}
    return _bars(
        rows,
        x={**x, "scale": dict(scale or {}), "axis": dict(axis or {"tickCount": 6, "grid": False})},
        x2={"field": "to"},
        y={"field": "rows", "type": "quantitative", "title": y, "stack": None, "axis": _few_labels()},
        color={"value": colour},
        tooltip=list(tooltip),
        height=150,
    )


def _bars(
    rows: Iterable[Mapping[str, Any]], *, height: int, bar: Mapping[str, Any] | None = None, **encoding: object
) -> Spec:
    return {
        "$schema": _SCHEMA,
        "data": {"values": list(rows)},
        "mark": {"type": "bar", "cornerRadius": 2, "binSpacing": 1, **(bar or {})},
        "encoding": encoding,
        "width": "container",
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "config": _STYLE,
    }


def _few_labels() -> dict[str, Any]:
    return {"tickCount": 4, "format": "~s"}


def _colours(labels: Mapping[str, str]) -> dict[str, Any]:
    return {"field": "what", "type": "nominal", "scale": {"domain": list(labels), "range": list(labels.values())}}


def _tooltip(field: str, number: str | None = None, title: str | None = None) -> dict[str, Any]:
    tooltip = {"field": field, "title": title or field}
    return {**tooltip, "type": "quantitative", "format": number} if number else {**tooltip, "type": "nominal"}
