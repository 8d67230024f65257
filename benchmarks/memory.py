"""What a run's memory and Prefect's task runs come to as the rows grow tenfold.

python benchmarks/memory.py [--rows 100000 1000000] [--ask]

The pipeline renames a column, drops duplicates over the whole table (one row of ten is one) and filters. With `--ask`,
the teacher is asked about each row first, at a mock server without latency. Memory is the most that the run's own
process ever had resident. A line of JSON a size, and at the end the ratio of the largest to the smallest.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from case import ASK, HEAD, environment, seed, write_case
from mock_process import mock_teacher
from watched import watched

TABLE_BLOCKS = """\
  - name: rename                   # passage in, text out
    type: RenameColumnsBlock
    config: {columns_map: {passage: text}}
  - name: once_each                # nine of ten rows stay
    type: DropDuplicatesBlock
    config: {cols: [text]}
  - name: keep_long                # number in; all rows stay
    type: FilterByValueBlock
    config: {filter_column: number, filter_value: 0, operation: ge}
"""


@dataclass(frozen=True)
class Grown:
    """What one size came to. `database_mb` is what Prefect's database grew by."""

    rows: int
    kept: int
    peak_rss_mb: int
    rows_a_second: int
    seconds: float
    task_runs: int
    database_mb: float


def grown(rows: int, *, ask: bool) -> Grown:
    """Run once over so many rows, in new folders."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as home, mock_teacher(4096, 0) as mock:
        case = write_case(Path(folder), rows, HEAD + (ASK if ask else "") + TABLE_BLOCKS, numbered_seed)
        done = watched(case.command(mock.url), case.folder, environment(Path(home)))
        told = json.loads(done.output)
        database = Path(home) / "prefect.db"
        with closing(sqlite3.connect(database)) as prefect:
            ((task_runs,),) = prefect.execute("SELECT count(*) FROM task_run").fetchall()
        return Grown(
            rows=rows,
            kept=told["rows"]["generated/flow.jsonl"],
            peak_rss_mb=round(done.peak_rss_mb),
            rows_a_second=round(rows / done.seconds),
            seconds=round(done.seconds, 1),
            task_runs=task_runs,
            database_mb=round(database.stat().st_size / 2**20, 1),
        )


def numbered_seed(number: int) -> dict[str, object]:
    """Return a row with its number; one row of ten has the passage of the row before."""
    return {"number": number, **seed(number - (number % 10 == 1))}


def main() -> None:
    flags = argparse.ArgumentParser(description="Measure memory and task runs as the rows grow.")
    flags.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000], help="sizes, the smallest first")
    flags.add_argument("--ask", action="store_true", help="ask the teacher about each row first")
    chosen = flags.parse_args()
    sizes: list[Grown] = []
    for rows in chosen.rows:
        sizes.append(grown(rows, ask=chosen.ask))
        print(json.dumps(asdict(sizes[-1])), flush=True)
    print(json.dumps({"peak_ratio": round(sizes[-1].peak_rss_mb / sizes[0].peak_rss_mb, 2)}))


if __name__ == "__main__":
    main()
