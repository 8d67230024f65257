"""How fast blocks work through a table in memory, beside the same operations in polars and in datasets.

pip install polars                                                (this benchmark alone needs it)
python benchmarks/tables.py [--rows 1000000] [--only flatten] [--times 3]

Each operation is called on the whole table, in this process; the best of so many times counts. A block does more than
the other two: each row that leaves is kept with its reason and its cells as JSON, and each made row gets an id and
lineage. `datasets` works in memory by functions over batches, or through pandas where it has no operation of its own;
its `filter` and `select` note which rows stay and move none. After each, the numbers of rows are compared, and the
first cells of the column that was made. A line of JSON an operation, and a table.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import datasets
import polars as pl
import pyarrow as pa
from rich.console import Console
from rich.table import Table
from table_operations import Operation, made_table, operations

_COMPARED = 1000


@dataclass(frozen=True)
class Compared:
    """Rows a second that go in, and how many times those of the other two the block's are."""

    operation: str
    rows: int
    rows_out: int
    block: int
    polars: int
    datasets: int
    block_to_polars: float
    block_to_datasets: float


def compared(operation: Operation, table: pa.Table, times: int) -> Compared:
    """Time one operation in all three.

    Raises:
        RuntimeError: they do not give the same rows.
    """
    frame, dataset = pl.from_arrow(table), datasets.Dataset(table)
    ours, block = _timed(lambda: operation.block(table).kept, times)
    theirs, in_polars = _timed(lambda: operation.in_polars(frame), times)
    others, in_datasets = _timed(lambda: operation.in_datasets(dataset), times)
    seen = [_seen(made, operation.column) for made in (ours, theirs, others)]
    if not seen[0] == seen[1] == seen[2]:
        raise RuntimeError(f"{operation.name}: the block, polars and datasets give {', '.join(map(str, seen)):.300}")
    rows = table.num_rows
    return Compared(
        operation=operation.name,
        rows=rows,
        rows_out=len(ours),
        block=round(rows / block),
        polars=round(rows / in_polars),
        datasets=round(rows / in_datasets),
        block_to_polars=round(in_polars / block, 3),
        block_to_datasets=round(in_datasets / block, 2),
    )


def _timed(work: Callable[[], Any], times: int) -> tuple[Any, float]:
    """Return what the work makes, and the fewest seconds that it took."""
    fewest = float("inf")
    made = None
    for _ in range(times):
        began = time.perf_counter()
        made = work()
        fewest = min(fewest, time.perf_counter() - began)
    return made, fewest


def _seen(made: pa.Table | pl.DataFrame | datasets.Dataset, column: str | None) -> tuple[int, list[object]]:
    if column is None:
        return len(made), []
    first = made[column][:_COMPARED]
    return len(made), first.to_pylist() if isinstance(first, pa.ChunkedArray) else list(first)


def printed(results: list[Compared]) -> None:
    """Print the figures, a row an operation."""
    table = Table(box=None)
    for at, name in enumerate(asdict(results[0])):
        table.add_column(name, justify="right" if at else "left")
    for result in results:
        table.add_row(*(f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in asdict(result).values()))
    Console(width=140).print(table)


def main() -> None:
    flags = argparse.ArgumentParser(description="Measure blocks beside polars and datasets.")
    flags.add_argument("--rows", type=int, default=1_000_000, help="rows of the table (default: 1000000)")
    flags.add_argument("--only", help="one operation, by its name (default: all)")
    flags.add_argument("--times", type=int, default=3, help="how often each is called; the best counts (default: 3)")
    chosen = flags.parse_args()
    datasets.disable_progress_bars()
    table = made_table(chosen.rows)
    results: list[Compared] = []
    for operation in operations(chosen.rows):
        if chosen.only in (None, operation.name):
            results.append(compared(operation, table, chosen.times))
            print(json.dumps(asdict(results[-1])), flush=True)
    printed(results)


if __name__ == "__main__":
    main()
