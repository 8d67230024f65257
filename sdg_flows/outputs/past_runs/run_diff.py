"""The differences between two runs, by their run.json."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from sdg_flows.outputs.past_runs.run_folders import Facts
from sdg_flows.outputs.past_runs.run_rows import RowChanges

Change: TypeAlias = tuple[Any, Any]
"""The value in the first run and in the second; None where missing."""

SETTINGS_WITHOUT_EFFECT = frozenset(
    {
        "output",
        "work_dir",
        "save_path",
        "publish",
        "keep_versions",
        "fresh",
        "max_in_flight",
        "budget",
        "runner",
        "address",
        "workers",
    }
)
"""Settings of places and of execution, which do not change the rows."""


@dataclass(frozen=True)
class ScoreSummary:
    """The rows with a score a filter could read, those that met its condition, and the mean score of all."""

    rows: int
    met: int
    condition: str
    mean: float


@dataclass(frozen=True)
class RunDiff:
    """The differences between two runs, by name, and the cost of each.

    `money` is in US dollars: of the run, and of each block where it changed. `cost`, `money` and `places` are for
    information: runs that differ in nothing else are the same.
    """

    leaves: Mapping[str, Change]
    documents: Mapping[str, Change]
    settings: Mapping[str, Change]
    teacher: Mapping[str, Change]
    versions: Mapping[str, Change]
    files: Mapping[str, Change]
    steps: Mapping[str, Change]
    rows: RowChanges
    rejected: Mapping[str, Change]
    figures: Mapping[str, Change]
    scores: Mapping[str, Change]
    places: Mapping[str, Change]
    cost: Mapping[str, Change]
    money: Mapping[str, Change]

    @property
    def differ(self) -> bool:
        """Return True when the runs differ in more than places, cost and money."""
        inputs = (self.leaves, self.documents)
        configuration = (self.settings, self.teacher, self.versions, self.files, self.steps)
        return self.rows.differ or any((*inputs, *configuration, self.rejected, self.figures, self.scores))


def run_diff(before: Facts, after: Facts, rows: RowChanges) -> RunDiff:
    """Compare the run.json of two runs, given the changes of their rows."""

    def changed(of: Callable[[Facts], Mapping[str, Any]]) -> dict[str, Change]:
        return changed_values(of(before), of(after))

    settings = changed(lambda facts: {"suite": facts["suite"], **facts["settings"]})

    return RunDiff(
        leaves=changed(lambda facts: _sources(facts, "leaves")),
        documents=changed(lambda facts: _sources(facts, "documents")),
        settings={name: change for name, change in settings.items() if name not in SETTINGS_WITHOUT_EFFECT},
        teacher=changed(_teacher),
        versions=changed(lambda facts: facts["versions"]),
        files=changed(lambda facts: dict(_files(facts))),
        steps=changed(_steps),
        rows=rows,
        rejected=changed(lambda facts: dict(_rejected(facts))),
        figures=changed(_figures),
        scores=changed(lambda facts: dict(_scores(facts))),
        places={name: change for name, change in settings.items() if name in SETTINGS_WITHOUT_EFFECT},
        cost={name: (_cost(before)[name], _cost(after)[name]) for name in _cost(after)},
        money=_money(before, after),
    )


def changed_values(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Change]:
    """Return the values that differ between two mappings, by name, in the order of the first and then of the second."""
    names = dict.fromkeys([*before, *after])
    pairs = {name: (before.get(name), after.get(name)) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _sources(facts: Facts, kind: str) -> dict[str, str]:
    """Return the digests of `leaves` or `documents` over all pipelines, which agree where several read one."""
    return {name: digest for pipeline in facts["pipelines"] for name, digest in pipeline[kind].items()}


def _teacher(facts: Facts) -> dict[str, Any]:
    """Return the teacher, its model and the named endpoints."""
    named = {
        f"endpoint {endpoint['name']}": endpoint["endpoint"] for endpoint in facts["endpoints"] if endpoint["name"]
    }
    return {"teacher": facts["teacher"], "model": facts["model"], **named}


def _files(facts: Facts) -> Iterator[tuple[str, str]]:
    """Yield the digest of each flow file and prompt file, by pipeline and path."""
    for pipeline in facts["pipelines"]:
        for path, digest in pipeline["files"].items():
            yield f"{pipeline['pipeline']}: {path}", digest


def _blocks(facts: Facts) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the entry of each block, by pipeline and block name."""
    for pipeline in facts["pipelines"]:
        for step in pipeline["steps"]:
            yield f"{pipeline['pipeline']}: {step['block']}", step


def _steps(facts: Facts) -> dict[str, str]:
    """Return the digest of each block's settings, prompts included."""
    return {f"{name} ({step['type']})": step["settings"] for name, step in _blocks(facts)}


def _rejected(facts: Facts) -> Iterator[tuple[str, int]]:
    for pipeline in facts["pipelines"]:
        for block, reasons in pipeline["rejected"].items():
            for reason, rows in reasons.items():
                yield f"{pipeline['pipeline']}: {reason} in {block}", rows


def _figures(facts: Facts) -> dict[str, int]:
    pipelines = facts["pipelines"]
    names = {"input rows": "input_rows", "made rows": "output_rows", "rejected rows": "rejected_rows"}
    counted = {label: sum(pipeline[name] for pipeline in pipelines) for label, name in names.items()}
    return counted | {"training rows": sum(pipeline["training"]["trained"] for pipeline in pipelines)}


def _scores(facts: Facts) -> Iterator[tuple[str, ScoreSummary]]:
    """Yield the score summary of each filter, by pipeline, block and column."""
    for name, step in _blocks(facts):
        if (scores := step["scores"]) and (counts := scores["counts"]):
            rows, met = sum(kept + left for _, kept, left in counts), sum(kept for _, kept, _ in counts)
            mean = sum(score * (kept + left) for score, kept, left in counts) / rows
            yield f"{name}, {scores['column']}", ScoreSummary(rows, met, scores["condition"], mean)


def _money(before: Facts, after: Facts) -> dict[str, Change]:
    """Return the cost of both runs and of the blocks where it changed; empty when neither run had a price."""
    costs = (before["usd"], after["usd"])
    blocks = [{f"usd of {name}": step["usd"] for name, step in _blocks(facts)} for facts in (before, after)]
    return {} if costs == (None, None) else {"usd": costs, **changed_values(*blocks)}


def _cost(facts: Facts) -> dict[str, Any]:
    return {
        "asked": facts["asked"],
        "reused": facts["reused"],
        "prompt tokens": facts["tokens"]["prompt"],
        "answer tokens": facts["tokens"]["completion"],
        "seconds": facts["seconds"],
    }
