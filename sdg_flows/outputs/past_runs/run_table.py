"""Runs as rows of a table."""

from __future__ import annotations

from dataclasses import dataclass

from sdg_flows.outputs.past_runs.run_folders import Facts, KeptRun


@dataclass(frozen=True)
class RunLine:
    """The key figures of a run. Tokens are those of the answers that were bought."""

    name: str
    folder: str
    started: str
    suite: str
    model: str
    teacher: str
    rows_in: int
    rows_kept: int
    rows_rejected: int
    rows_trained: int
    asked: int
    reused: int
    prompt_tokens: int
    completion_tokens: int
    seconds: float


def run_line(run: KeptRun) -> RunLine:
    """Return the key figures of a run over all its pipelines."""
    facts = run.facts
    return RunLine(
        name=facts["name"],
        folder=str(run.folder),
        started=facts["started"],
        suite=facts["suite"],
        model=facts["model"],
        teacher=facts["teacher"],
        rows_in=_sum(facts, "input_rows"),
        rows_kept=_sum(facts, "output_rows"),
        rows_rejected=_sum(facts, "rejected_rows"),
        rows_trained=sum(pipeline["training"]["trained"] for pipeline in facts["pipelines"]),
        asked=facts["asked"],
        reused=facts["reused"],
        prompt_tokens=facts["tokens"]["prompt"],
        completion_tokens=facts["tokens"]["completion"],
        seconds=facts["seconds"],
    )


def _sum(facts: Facts, name: str) -> int:
    return sum(pipeline[name] for pipeline in facts["pipelines"])
