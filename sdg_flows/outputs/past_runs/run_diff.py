"""What changed from one run to another, by their run.json."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from sdg_flows.outputs.past_runs.run_folders import Facts
from sdg_flows.outputs.past_runs.run_rows import RowChanges

Change: TypeAlias = tuple[Any, Any]
"""What the first run says and what the second does; None where one does not say."""

OF_PLACE = frozenset(
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
"""Settings that say where things lie and how a run went about, not what comes of it."""


@dataclass(frozen=True)
class Scored:
    """The rows whose score a filter could read, those of them that met its condition, and the mean score of all."""

    rows: int
    met: int
    condition: str
    mean: float


@dataclass(frozen=True)
class RunDiff:
    """What two runs differ in, by name, and what each of them cost.

    `money` is in US dollars: that of the run, and that of each block where it changed. `cost`, `money` and `places` are
    told for the reader: runs that differ in nothing else are the same.
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
        """True when the runs differ in more than places and cost."""
        came_from = (self.leaves, self.documents)
        told = (self.settings, self.teacher, self.versions, self.files, self.steps)
        return self.rows.differ or any((*came_from, *told, self.rejected, self.figures, self.scores))


def run_diff(before: Facts, after: Facts, rows: RowChanges) -> RunDiff:
    """Tell what changed from one run to another, of which run.json says these facts."""

    def changed(of: Callable[[Facts], Mapping[str, Any]]) -> dict[str, Change]:
        return changes(of(before), of(after))

    settings = changed(lambda facts: {"suite": facts["suite"], **facts["settings"]})

    return RunDiff(
        leaves=changed(lambda facts: _sources(facts, "leaves")),
        documents=changed(lambda facts: _sources(facts, "documents")),
        settings={name: change for name, change in settings.items() if name not in OF_PLACE},
        teacher=changed(_teacher),
        versions=changed(lambda facts: facts["versions"]),
        files=changed(lambda facts: dict(_files(facts))),
        steps=changed(_steps),
        rows=rows,
        rejected=changed(lambda facts: dict(_rejected(facts))),
        figures=changed(_figures),
        scores=changed(lambda facts: dict(_scores(facts))),
        places={name: change for name, change in settings.items() if name in OF_PLACE},
        cost={name: (_cost(before)[name], _cost(after)[name]) for name in _cost(after)},
        money=_money(before, after),
    )


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Change]:
    """Give what two mappings say otherwise, by name, in the order of the first and then of the second."""
    names = dict.fromkeys([*before, *after])
    pairs = {name: (before.get(name), after.get(name)) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _sources(facts: Facts, kind: str) -> dict[str, str]:
    """Give the digests of leaves or documents; a leaf that several pipelines read is the same for each."""
    return {name: digest for one in facts["pipelines"] for name, digest in one[kind].items()}


def _teacher(facts: Facts) -> dict[str, Any]:
    """Give who answered."""
    named = {f"endpoint {one['name']}": one["endpoint"] for one in facts["endpoints"] if one["name"]}
    return {"teacher": facts["teacher"], "model": facts["model"], **named}


def _files(facts: Facts) -> Iterator[tuple[str, str]]:
    """Yield the digest of each flow file and prompt file, by pipeline and path."""
    for one in facts["pipelines"]:
        for path, digest in one["files"].items():
            yield f"{one['pipeline']}: {path}", digest


def _blocks(facts: Facts) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what is told of each block, by pipeline and block."""
    for one in facts["pipelines"]:
        for step in one["steps"]:
            yield f"{one['pipeline']}: {step['block']}", step


def _steps(facts: Facts) -> dict[str, str]:
    """Give the digest of each block's settings, prompts among them."""
    return {f"{name} ({step['type']})": step["settings"] for name, step in _blocks(facts)}


def _rejected(facts: Facts) -> Iterator[tuple[str, int]]:
    for one in facts["pipelines"]:
        for block, reasons in one["rejected"].items():
            for reason, rows in reasons.items():
                yield f"{one['pipeline']}: {reason} in {block}", rows


def _figures(facts: Facts) -> dict[str, int]:
    pipelines = facts["pipelines"]
    names = {"input rows": "input_rows", "made rows": "output_rows", "rejected rows": "rejected_rows"}
    counted = {said: sum(one[name] for one in pipelines) for said, name in names.items()}
    return counted | {"training rows": sum(one["training"]["trained"] for one in pipelines)}


def _scores(facts: Facts) -> Iterator[tuple[str, Scored]]:
    """Yield what the rows of each filter scored, by pipeline, block and column."""
    for name, step in _blocks(facts):
        if (found := step["scores"]) and (counts := found["counts"]):
            rows, met = sum(kept + left for _, kept, left in counts), sum(kept for _, kept, _ in counts)
            mean = sum(score * (kept + left) for score, kept, left in counts) / rows
            yield f"{name}, {found['column']}", Scored(rows, met, found["condition"], mean)


def _money(before: Facts, after: Facts) -> dict[str, Change]:
    """Give what the runs cost, and the blocks whose answers cost otherwise; nothing where neither run had a price."""
    usd = (before["usd"], after["usd"])
    blocks = [{f"usd of {name}": step["usd"] for name, step in _blocks(facts)} for facts in (before, after)]
    return {} if usd == (None, None) else {"usd": usd, **changes(*blocks)}


def _cost(facts: Facts) -> dict[str, Any]:
    return {
        "asked": facts["asked"],
        "reused": facts["reused"],
        "prompt tokens": facts["tokens"]["prompt"],
        "answer tokens": facts["tokens"]["completion"],
        "seconds": facts["seconds"],
    }
