"""What a run costs as its rows double: time, CPU, memory, disk and what Prefect notes.

pip install matplotlib                                            (this benchmark alone needs it)
python benchmarks/growth.py [--rows 2000 4000 8000 16000 32000 64000] [--picture docs/images/growth.svg]

Each size is a run of its own, in new folders, over a pipeline of ask, parse and filter at a mock server without
latency: what is seen is the run's own cost. CPU and memory are those of the asking process; Prefect's server is a
process beside it. A line of JSON a size, then how many times each figure is that of the size before: where rows double,
2 is a cost that grows as the rows do, and less has a part that stands for any number of rows, such as the start.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from case import environment, write_case
from growth_picture import drawn
from mock_process import mock_teacher
from rich.console import Console
from rich.table import Table
from watched import watched

MB = 2**20


@dataclass(frozen=True)
class Cost:
    """What one size came to. `asking_s` is from the first request to the last answer; a database is what it grew by."""

    rows: int
    seconds: float
    asking_s: float
    cpu_s: float
    peak_rss_mb: float
    answers_mb: float
    checkpoints_mb: float
    output_mb: float
    prefect_mb: float
    task_runs: int

    @property
    def bytes_a_row(self) -> dict[str, int]:
        """Return what is kept of each row on disk, of the answers and of the checkpoints."""
        kept = {"answers": self.answers_mb, "checkpoints": self.checkpoints_mb}
        return {f"{name}_bytes_a_row": round(size * MB / self.rows) for name, size in kept.items()}


def cost(rows: int, begun_home: Path) -> Cost:
    """Run once over so many rows, with a copy of a Prefect home that has seen a run.

    Raises:
        RuntimeError: the run failed, or did not ask once about each row.
    """
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as parent:
        home = Path(shutil.copytree(begun_home, Path(parent) / "home"))
        before = _prefect(home)
        case = write_case(Path(folder), rows)
        with mock_teacher(4096, 0) as mock:
            done = watched(case.command(mock.url), case.folder, environment(home))
            seen = mock.stats()
        if seen["answered"] != rows:
            raise RuntimeError(f"{rows} rows, but {seen['answered']} answers")
        after, work = _prefect(home), case.folder / ".sdg_work"
        return Cost(
            rows=rows,
            seconds=round(done.seconds, 1),
            asking_s=round(seen["last_answer"] - seen["first_request"], 1),
            cpu_s=round(done.cpu_seconds(done.began, done.ended), 1),
            peak_rss_mb=round(done.peak_rss_mb, 1),
            answers_mb=_megabytes(work.glob("answers.sqlite*")),
            checkpoints_mb=_megabytes((work / "checkpoints").rglob("*")),
            output_mb=_megabytes((case.folder / json.loads(done.output)["folder"]).rglob("*")),
            prefect_mb=round(after[0] - before[0], 2),
            task_runs=after[1] - before[1],
        )


def _prefect(home: Path) -> tuple[float, int]:
    """Return the size of Prefect's database and the task runs in it."""
    database = home / "prefect.db"
    with closing(sqlite3.connect(database)) as prefect:
        ((task_runs,),) = prefect.execute("SELECT count(*) FROM task_run").fetchall()
    return database.stat().st_size / MB, task_runs


def _megabytes(paths: Iterable[Path]) -> float:
    return round(sum(path.stat().st_size for path in paths if path.is_file()) / MB, 2)


def ratios(costs: Sequence[Cost]) -> list[dict[str, float]]:
    """Return for each size but the first how many times its figures are those of the size before."""
    pairs = zip(map(asdict, costs), map(asdict, costs[1:]), strict=False)
    return [{name: round(own[name] / before[name], 2) for name in own if before[name]} for before, own in pairs]


def printed(costs: Sequence[Cost]) -> None:
    """Print the figures, a column a size, each with its ratio to the size before."""
    table = Table(box=None)
    table.add_column("figure")
    for cost in costs:
        table.add_column(f"{cost.rows:,} rows", justify="right")
        table.add_column("times", justify="right", style="dim")
    times = [dict[str, float](), *ratios(costs)]
    for name in list(asdict(costs[0]))[1:]:
        pairs = zip(costs, times, strict=True)
        table.add_row(
            name, *(text for cost, of in pairs for text in (f"{asdict(cost)[name]:g}", f"{of.get(name, '')}"))
        )
    Console(width=160).print(table)


def main() -> None:
    flags = argparse.ArgumentParser(description="Measure what a run costs as its rows double.")
    doubling = [2000 * 2**times for times in range(6)]
    flags.add_argument("--rows", type=int, nargs="+", default=doubling, help="sizes, the smallest first")
    flags.add_argument("--picture", type=Path, metavar="FILE", help="draw the figures into this SVG file")
    chosen = flags.parse_args()
    costs: list[Cost] = []
    with tempfile.TemporaryDirectory() as home:
        _first_run(Path(home))
        for rows in chosen.rows:
            costs.append(cost(rows, Path(home)))
            print(json.dumps(asdict(costs[-1]) | costs[-1].bytes_a_row), flush=True)
    for rows, of in zip(chosen.rows[1:], ratios(costs), strict=True):
        print(json.dumps({"times_the_size_before": rows} | of))
    printed(costs)
    if chosen.picture:
        drawn([asdict(one) for one in costs], chosen.picture)


def _first_run(home: Path) -> None:
    """Let a small run compile what is imported and make Prefect's database."""
    with tempfile.TemporaryDirectory() as folder, mock_teacher(64, 0) as mock:
        case = write_case(Path(folder), 64)
        watched(case.command(mock.url), case.folder, environment(home))


if __name__ == "__main__":
    main()
