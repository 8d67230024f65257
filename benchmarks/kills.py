"""What a run loses when it is killed: SIGKILL at random, the same command again, until it ends; over and over.

python benchmarks/kills.py [--kills 200] [--flow simple] [--seed 1]

Prints a JSON line for each flow. A run is killed at a random time, or when a random number of its requests has come to
the server; after at most five kills it may end. Then its rows are compared with those of an unbroken run, and the
server's log is read: `paid_twice` counts, for each kill, the calls that were made again, against the number in flight.
A run is forked from a process that has imported everything, so that kills fall where there is something to lose.
Leaves with 1 when a promise was broken.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from itertools import pairwise
from multiprocessing.process import BaseProcess
from pathlib import Path
from statistics import mean
from typing import Any

from case import environment
from kill_flows import AT_ONCE, FLOWS, rows_digest, rows_made
from prefect_process import prefect_server
from promises import Call, broken, paid_twice

KILLS_A_CHAIN = 5
LATENCY_MS = 60
SERVER = Path(__file__).resolve().parent.parent / "tests"
IMPORTED = ("sdg_flows.cli.watching", "sdg_flows.orchestrate.flows", "datasets")


@dataclass(frozen=True)
class Bench:
    """One flow, the server that it asks, and what a run of it without trouble does."""

    flow: str
    endpoint: str
    digest: str = ""
    once: Counter[str] = field(default_factory=Counter[str])
    seconds: float = 0.0

    def calls(self) -> list[Call]:
        """Return the server's log."""
        with urllib.request.urlopen(self.endpoint.removesuffix("/v1") + "/log") as reply:
            return json.load(reply)

    def begin(self, folder: Path) -> BaseProcess:
        """Start a run in a folder."""
        chosen = ["--endpoint", self.endpoint, "--model", "ok", "--max-in-flight", str(AT_ONCE), "--quiet"]
        words = ["run", *FLOWS[self.flow](folder), *chosen]
        process = multiprocessing.get_context("fork").Process(target=_run, args=(folder, words))
        process.start()
        return process


@dataclass(frozen=True)
class Chain:
    """A run that was killed and begun again until it ended: calls again for each kill, and what was broken."""

    paid_twice: Sequence[int]
    in_flight: Sequence[int]
    digest: str
    broken: Sequence[str]


def _run(folder: Path, words: Sequence[str]) -> None:
    """Do in a forked process what the command does; its words go to a file."""
    os.chdir(folder)
    os.setsid()
    said = os.open("said.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(said, 1)
    os.dup2(said, 2)
    import_module("sdg_flows.cli.main").main(words)


def unbroken(flow: str, endpoint: str) -> Bench:
    """Run a flow without trouble, and give what it did."""
    bench = Bench(flow, endpoint)
    with tempfile.TemporaryDirectory() as folder:
        before, began = len(bench.calls()), time.monotonic()
        run = _ended(bench.begin(Path(folder)), Path(folder))
        once = Counter(call["mark"] for call in bench.calls()[before:])
        return Bench(flow, endpoint, rows_digest(run), once, time.monotonic() - began)


def _ended(process: BaseProcess, folder: Path) -> Path:
    """Wait for a run, and give its folder."""
    process.join()
    if process.exitcode:
        raise RuntimeError(f"a run left with {process.exitcode}: {(folder / 'said.txt').read_text()[-2000:]}")
    return max((folder / "out").iterdir(), key=lambda run: run.name)


def chain(bench: Bench, most: int, chance: random.Random) -> Chain:
    """Kill a run at most so many times, until it ends; the last one is let end."""
    in_flight: list[int] = []
    starts = [len(bench.calls())]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        process = bench.begin(folder)
        while len(in_flight) < most and _killed(process, bench, starts[-1], chance):
            calls = bench.calls()
            in_flight.append(sum(call["left"] is None for call in calls[starts[-1] :]))
            starts.append(len(calls))
            process = bench.begin(folder)
        run = _ended(process, folder)
        calls = bench.calls()
        runs = [calls[start:end] for start, end in pairwise([*starts, len(calls)])]
        problems = [*broken(rows_made(run), calls[starts[0] :])]
        return Chain(paid_twice(runs, bench.once), in_flight, rows_digest(run), problems)


def _killed(process: BaseProcess, bench: Bench, start: int, chance: random.Random) -> bool:
    """Kill a run at a random time or call; say whether it was still there."""
    began, is_due = time.monotonic(), _due(bench, start, chance)
    while process.is_alive() and not is_due(time.monotonic() - began):
        time.sleep(0.01)
    process.kill()
    process.join()
    return process.exitcode == -9


def _due(bench: Bench, start: int, chance: random.Random) -> Callable[[float], bool]:
    if chance.random() < 0.5:
        moment = chance.uniform(0, 0.9 * bench.seconds)
        return lambda seconds: seconds >= moment
    number = chance.randint(1, sum(bench.once.values()))
    return lambda seconds: len(bench.calls()) - start >= number or seconds > 2 * bench.seconds


def killed_often(bench: Bench, kills: int, chance: random.Random) -> dict[str, Any]:
    """Kill runs of a flow until there are so many kills; give the figures."""
    began = time.monotonic()
    chains: list[Chain] = []
    while (so_far := sum(len(one.paid_twice) for one in chains)) < kills:
        chains.append(chain(bench, min(KILLS_A_CHAIN, kills - so_far), chance))
    again = [count for one in chains for count in one.paid_twice]
    problems = [problem for one in chains for problem in one.broken]
    return {
        "flow": bench.flow,
        "kills": len(again),
        "runs_compared": len(chains),
        "digests_equal": all(one.digest == bench.digest for one in chains),
        "requests_a_run": sum(bench.once.values()),
        "paid_twice_a_kill": {"max": max(again), "mean": round(mean(again), 2)},
        "max_in_flight": AT_ONCE,
        "in_flight_at_the_kill": {"mean": round(mean(at for one in chains for at in one.in_flight), 2)},
        "broken": problems[:5],
        "seconds": round(time.monotonic() - began, 1),
    }


@contextmanager
def fault_server() -> Generator[str, None, None]:
    """Return the address of a teacher that writes down every call."""
    command = [sys.executable, "-m", "faults.server", "--latency-ms", str(LATENCY_MS)]
    with subprocess.Popen(command, cwd=SERVER, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def measured(flows: Sequence[str], kills: int, chance: random.Random) -> bool:
    """Print the line of each flow; say whether every promise was kept."""
    kept = True
    for name in IMPORTED:
        import_module(name)
    with fault_server() as endpoint:
        for flow in flows:
            line = killed_often(unbroken(flow, endpoint), kills // len(flows), chance)
            print(json.dumps(line), flush=True)
            kept &= line["digests_equal"] and not line["broken"] and line["paid_twice_a_kill"]["max"] <= AT_ONCE
    return kept


def main() -> None:
    flags = argparse.ArgumentParser(description="Kill runs at random, and see what is lost.")
    flags.add_argument("--kills", type=int, default=200, help="kills in all (default: 200)")
    flags.add_argument("--flow", choices=FLOWS, help="one flow (default: all)")
    flags.add_argument("--seed", type=int, default=1, help="of the moments of the kills (default: 1)")
    chosen = flags.parse_args()
    flows, chance = [chosen.flow] if chosen.flow else [*FLOWS], random.Random(chosen.seed)
    if "PREFECT_API_URL" in os.environ:
        sys.exit(not measured(flows, chosen.kills, chance))
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(environment(Path(home)))
        with prefect_server(os.environ) as url:
            os.environ["PREFECT_API_URL"] = url
            kept = measured(flows, chosen.kills, chance)
    sys.exit(not kept)


if __name__ == "__main__":
    main()
