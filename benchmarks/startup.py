"""How long a command takes to its first request, where that goes, and how long the whole example takes offline.

python benchmarks/startup.py [--repeats 3]

Cases: `new` is the first run ever, whose Prefect server makes its database; `own` starts a server as every run does;
`running` uses a server that is up. Each stage is the time from the one before; medians over the repeats. Nothing in
the product is changed: an audit hook notes what passes (milestones.py), and the mock teacher when it is asked.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from case import environment, write_case
from milestones import hooked, noted
from mock_process import mock_teacher
from prefect_process import prefect_server
from rich.console import Console
from rich.table import Table
from watched import watched

ROWS = 64
STAGES = {
    "python": "Python is there",
    "server_spawned": "flags read, Prefect server spawned",
    "openai": "flow file and input read",
    "last_greeting": "openai imported, teacher greeted",
    "first_request": "first request sent",
    "last_answer": f"{ROWS} answers there",
    "last_knock": "Prefect imported, its server up",
    "ended": "rows sent through Prefect, outputs written",
}
"""What has been done when a milestone is noted, in order; a run with a server that is up has no server to await."""


def started(variables: Mapping[str, str]) -> dict[str, float]:
    """Run once; give the seconds from the command to each milestone."""
    with tempfile.TemporaryDirectory() as folder, mock_teacher(256, 5) as mock:
        case = write_case(Path(folder), ROWS)
        done = watched(hooked(case, mock.url), case.folder, variables)
        moments = {**noted(case), **mock.stats(), "ended": done.ended}
    return {name: moments[name] - done.began for name in STAGES if name in moments}


def example(variables: Mapping[str, str]) -> float:
    """Run the example offline, with nothing kept before; give the seconds."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "sdg_flows.run", "--pipeline", "simple", "--json"]
        return watched(command, Path(folder), variables).seconds


def medians(runs: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the median of each milestone."""
    return {name: median(run[name] for run in runs) for name in STAGES if name in runs[0]}


def printed(cases: Mapping[str, Mapping[str, float]]) -> None:
    """Print what each stage took, a column for each case."""
    table = Table("stage, seconds", box=None)
    for name in cases:
        table.add_column(name, justify="right")
    for milestone, said in STAGES.items():
        table.add_row(said, *(_stage(milestones, milestone) for milestones in cases.values()))
    table.add_section()
    for milestone in ("first_request", "ended"):
        table.add_row(f"from the command to {milestone}", *(f"{case[milestone]:.2f}" for case in cases.values()))
    Console(width=120).print(table)


def _stage(milestones: Mapping[str, float], milestone: str) -> str:
    if milestone not in milestones:
        return "-"
    names = list(milestones)
    at = names.index(milestone)
    return f"{milestones[milestone] - (milestones[names[at - 1]] if at else 0):.2f}"


def measured(repeats: int, home: Path) -> tuple[dict[str, dict[str, float]], dict[str, float]]:
    """Return the milestones of each case, and the seconds of the whole example with and without a running server."""
    with tempfile.TemporaryDirectory() as new:
        own = environment(home)
        started(own)  # compiles what is imported, and makes Prefect's database
        cases = {"new": started(environment(Path(new))), "own": medians([started(own) for _ in range(repeats)])}
    examples = {"own": median(example(own) for _ in range(repeats))}
    with prefect_server(own) as url:
        running = {**own, "PREFECT_API_URL": url}
        cases["running"] = medians([started(running) for _ in range(repeats)])
        examples["running"] = median(example(running) for _ in range(repeats))
    return cases, examples


def main() -> None:
    flags = argparse.ArgumentParser(description="Measure what comes before the first request.")
    flags.add_argument("--repeats", type=int, default=3, help="runs of each case but `new` (default: 3)")
    repeats = flags.parse_args().repeats
    with tempfile.TemporaryDirectory() as home:
        cases, examples = measured(repeats, Path(home))
    for name, milestones in cases.items():
        print(json.dumps({"prefect_server": name, **{milestone: round(at, 2) for milestone, at in milestones.items()}}))
    print(json.dumps({"whole_example_offline_s": {name: round(seconds, 2) for name, seconds in examples.items()}}))
    printed(cases)


if __name__ == "__main__":
    main()
