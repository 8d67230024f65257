"""What the report of a large run costs: the size of its page, and CPU.

python benchmarks/report.py [--rows 100000]

Writes the folder of a run of so many training rows of 2 kB and half as many rejected ones, and makes its report from
it, as a run itself does in its end. Stories of rows are told by the files alone.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from datetime import datetime, timezone
from pathlib import Path

import pyarrow as pa

from sdg_flows.core.rows import Rows
from sdg_flows.core.run_record import LINEAGE_WITH_BLOCK, REJECTED_WITH_BLOCK, PipelineResult, RunRecord
from sdg_flows.outputs.past_runs.run_folders import read_facts
from sdg_flows.outputs.report.page import report_html
from sdg_flows.outputs.report.report_from_folder import report_from_folder
from sdg_flows.outputs.report.row_records import describe_from_files
from sdg_flows.outputs.run_folder.folder import write_run_folder

WORDS = "and further words of it " * 40


def made(count: int) -> PipelineResult:
    ids = [f"{at:024x}" for at in range(count)]
    texts = [f"text {at} {WORDS}" for at in range(count)]
    leaves = [f"leaf_{at % 400}" for at in range(count)]
    rows = pa.table({"row_id": ids, "question": texts, "response": texts, "leaf_node_path": leaves})
    lost = count // 2
    rejected = pa.table(
        {
            "row_id": [f"{count + at:024x}" for at in range(lost)],
            "block": ["judge"] * lost,
            "reason": [f"reason_{at % 9}" for at in range(lost)],
            "detail": [None] * lost,
            "answer_key": [None] * lost,
            "row": [json.dumps({"question": text}) for text in texts[:lost]],
        },
        schema=REJECTED_WITH_BLOCK,
    )
    held = Rows.of(rows)
    return PipelineResult(
        "rows", "rows.yaml", held, held, Rows.of(rejected), Rows.of(LINEAGE_WITH_BLOCK.empty_table()), ()
    )


def main() -> None:
    flags = argparse.ArgumentParser()
    flags.add_argument("--rows", type=int, default=100_000)
    now = datetime.now(timezone.utc)
    one = made(flags.parse_args().rows)
    record = RunRecord("bench", "bench", now, now, {}, "none", "none", False, {}, (one,))
    with tempfile.TemporaryDirectory() as folder:
        run = Path(write_run_folder(record, Path(folder) / "run").folder)  # pyright: ignore[reportArgumentType]
        size = sum(file.stat().st_size for file in run.rglob("*") if file.is_file())
        began = time.process_time()
        page = report_html(report_from_folder(run, read_facts(run), describe_from_files))
        told = {
            "files_mb": round(size / 1e6),
            "page_mb": round(len(page.encode()) / 1e6, 2),
            "cpu_s": round(time.process_time() - began, 2),
        }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
