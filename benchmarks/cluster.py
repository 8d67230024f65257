"""What workers gain on work that costs CPU: one process, two Dask workers and two Ray workers, on this machine.

python benchmarks/cluster.py [--rows 4000] [--only dask] [--workers 2]

Every run works through the same rows of `costly_case.py` at a mock server without latency, in a folder of its own. The
window is from the first request that the server sees to the report of the run, which is written last: the start of
Prefect's server and of the workers is `start_s`, before it. `digest` is that of all rows made: it must be the same for
all. `ratio` is rows a second in the window by those of one process. A line of JSON a run.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from case import environment, write_case
from costly_case import FLOW, PROMPT, answer, seed
from mock_process import mock_teacher
from watched import watched

RUNNERS = ("local", "dask", "ray")


@dataclass(frozen=True)
class Ran:
    """What one run came to. CPU is that of the process that was started, without its workers and servers."""

    runner: str
    workers: int
    rows: int
    made: int
    rows_a_second: float
    window_s: float
    start_s: float
    seconds: float
    cpu_ms_a_row: float
    peak_rss_mb: float
    digest: str


def ran(runner: str, rows: int, workers: int, home: Path) -> Ran:
    """Run once, in a new folder and at a new server.

    Raises:
        RuntimeError: the run failed, or asked more or less than a request a row.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "answer.json").write_text(answer(), encoding="utf-8")
        case = write_case(folder, rows, FLOW, seed, PROMPT)
        with mock_teacher(4096, 0, "--answer", str(folder / "answer.json")) as mock:
            chosen = [] if runner == "local" else ["--runner", runner, "--workers", str(workers)]
            done = watched([*case.command(mock.url), *chosen], folder, environment(home))
            seen = mock.stats()
        if seen["answered"] != rows:
            raise RuntimeError(f"{runner}: {rows} rows, but {seen['answered']} answers")
        told = json.loads(done.output)
        written = folder / told["folder"]
        finished = (written / "report.md").stat().st_mtime
        window = finished - seen["first_request"]
        return Ran(
            runner=runner,
            workers=1 if runner == "local" else workers,
            rows=rows,
            made=told["rows"]["generated/flow.jsonl"],
            rows_a_second=round(rows / window, 1),
            window_s=round(window, 2),
            start_s=round(seen["first_request"] - done.began, 1),
            seconds=round(done.seconds, 1),
            cpu_ms_a_row=round(1000 * done.cpu_seconds(seen["first_request"], finished) / rows, 2),
            peak_rss_mb=round(done.peak_rss_mb),
            digest=hashlib.sha256((written / "generated" / "flow.jsonl").read_bytes()).hexdigest()[:16],
        )


def main() -> None:
    flags = argparse.ArgumentParser(description="Measure what workers gain on work that costs CPU.")
    flags.add_argument("--rows", type=int, default=4000, help="rows, of one request each (default: 4000)")
    flags.add_argument("--workers", type=int, default=2, help="workers of each cluster (default: 2)")
    flags.add_argument("--only", choices=RUNNERS[1:], action="append", help="one kind of cluster (default: all)")
    chosen = flags.parse_args()
    with tempfile.TemporaryDirectory() as home:
        ran("local", 32, 1, Path(home))  # compiles what is imported, and makes Prefect's database
        alone = ran("local", chosen.rows, 1, Path(home))
        print(json.dumps(asdict(alone)), flush=True)
        for runner in chosen.only or RUNNERS[1:]:
            one = ran(runner, chosen.rows, chosen.workers, Path(home))
            same = one.digest == alone.digest
            ratio = round(one.rows_a_second / alone.rows_a_second, 2)
            print(json.dumps({**asdict(one), "same_rows": same, "ratio": ratio}), flush=True)


if __name__ == "__main__":
    main()
