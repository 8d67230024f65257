"""Where a run's CPU time goes while it asks as fast as it can: a server without latency, and a sampling profiler.

python benchmarks/where_time_goes.py [--rows 10000]     needs py-spy (pip install py-spy)

A sample counts for the innermost frame that has a known home: a room of ours, or a library. Samples are of threads that
are at work, from the first to the last in which a question is settled; the profiler itself slows the run.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from case import environment, write_case
from mock_process import mock_teacher
from rich.console import Console
from rich.table import Table
from watched import watched

HOMES = {
    "sdg_flows/teacher": "ours: asking, keeping and reading answers",
    "sdg_flows/orchestrate": "ours: shards on their way",
    "sdg_flows/outputs": "ours: outputs and report",
    "sdg_flows/": "ours: the rest",
    "aiohttp": "aiohttp",
    "asyncio": "asyncio",
    "json": "json",
    "prefect": "Prefect",
    "httpx": "HTTP to Prefect",
    "httpcore": "HTTP to Prefect",
    "pydantic": "pydantic",
}
"""What a part of a frame's path says; the first that is in it counts."""
ASKING = "sdg_flows/teacher"


def stacks(raw: Path) -> Iterator[tuple[list[str], int]]:
    """Yield each stack, outermost frame first, with its samples."""
    for line in raw.read_text(encoding="utf-8").splitlines():
        frames, samples = line.rsplit(" ", 1)
        yield frames.split(";"), int(samples)


def home_of(frames: Iterable[str]) -> str:
    """Return the home of the innermost frame that has one."""
    for frame in reversed(list(frames)):
        for part, home in HOMES.items():
            if part in frame:
                return home
    return "the rest"


def profiled(rows: int) -> Counter[str]:
    """Run once under the profiler, with nothing kept before; give the samples by home."""
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as folder, mock_teacher(4096, 0) as mock:
        case, raw = write_case(Path(folder), rows), Path(home) / "samples"
        recorder = ["py-spy", "record", "--rate", "200", "--format", "raw", "--output", str(raw), "--"]
        watched([*recorder, *case.command(mock.url)], case.folder, environment(Path(home)))
        samples: Counter[str] = Counter()
        for frames, count in stacks(raw):
            if any("run_pipeline" in frame or ASKING in frame or "stage.py" in frame for frame in frames):
                samples[home_of(frames)] += count
    return samples


def main() -> None:
    flags = argparse.ArgumentParser(description="Say where a run's CPU time goes.")
    flags.add_argument("--rows", type=int, default=10_000, help="rows, of one request each (default: 10000)")
    rows = flags.parse_args().rows
    if shutil.which("py-spy") is None:
        flags.error("py-spy is not installed: pip install py-spy")
    samples = profiled(rows)
    total = sum(samples.values())
    shares = {home: round(count / total, 3) for home, count in samples.most_common()}
    print(json.dumps({"rows": rows, "shares": shares}))
    table = Table("share of the time in a pipeline", "where", box=None)
    for home, share in shares.items():
        table.add_row(f"{share:.1%}", home)
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
