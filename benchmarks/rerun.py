"""What the same command costs again, when every answer is kept.

python benchmarks/rerun.py [--rows 10000]

Three runs of one command: the first asks; `kept` has its checkpoints; `answers only` has lost its checkpoints, as
after the edit of a parser, and reads every answer again. The window is from the first task run to the line that the run
prints when all is written.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from case import Case, environment, write_case
from milestones import FIRST_TASK_RUN, hooked, noted
from mock_process import MockTeacher, mock_teacher
from watched import watched


@dataclass(frozen=True)
class Rerun:
    """What one run asked, and how fast it was."""

    asked: int
    rows_a_second_in_window: int
    rows_a_second: int
    window_s: float
    seconds: float


def rerun(case: Case, mock: MockTeacher, variables: Mapping[str, str]) -> Rerun:
    """Run the command of the case once more."""
    before = mock.stats()["requests"]
    done = watched(hooked(case, mock.url), case.folder, variables)
    window = done.printed - noted(case)[FIRST_TASK_RUN]
    return Rerun(
        asked=mock.stats()["requests"] - before,
        rows_a_second_in_window=round(case.rows / window),
        rows_a_second=round(case.rows / done.seconds),
        window_s=round(window, 2),
        seconds=round(done.seconds, 2),
    )


def main() -> None:
    flags = argparse.ArgumentParser(description="Measure a rerun when every answer is kept.")
    flags.add_argument("--rows", type=int, default=10_000, help="rows, of one request each (default: 10000)")
    rows = flags.parse_args().rows
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as folder, mock_teacher(512, 10) as mock:
        case, variables = write_case(Path(folder), rows), environment(Path(home))
        watched(case.command(mock.url), case.folder, variables)
        kept = rerun(case, mock, variables)
        shutil.rmtree(case.folder / ".sdg_work" / "checkpoints")
        answers_only = rerun(case, mock, variables)
    for name, run in (("kept", kept), ("answers only", answers_only)):
        print(json.dumps({"rerun": name, "rows": rows, **asdict(run)}))


if __name__ == "__main__":
    main()
