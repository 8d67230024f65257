"""How soon a run that was killed half-way asks again: SIGKILL, the same command, and the first new request.

python benchmarks/resume.py [--rows 100000]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import DEVNULL

from case import Case, environment, write_case
from mock_process import MockTeacher, mock_teacher

SECONDS_A_LOOK = 0.02
PATIENCE = 900.0


def killed_when(done: Callable[[], bool], case: Case, mock: MockTeacher, home: Path) -> float:
    """Begin a run, kill it as soon as something is done, and give the seconds until then."""
    began = time.monotonic()
    command = case.command(mock.url)
    with subprocess.Popen(command, cwd=case.folder, env=environment(home), stdout=DEVNULL, stderr=DEVNULL) as process:
        while not done():
            if process.poll() is not None or time.monotonic() - began > PATIENCE:
                raise RuntimeError(f"{' '.join(command)}: has ended before it was to be killed")
            time.sleep(SECONDS_A_LOOK)
        seconds = time.monotonic() - began
        process.kill()
    return seconds


def main() -> None:
    flags = argparse.ArgumentParser(description="Measure how soon a killed run asks again.")
    flags.add_argument("--rows", type=int, default=100_000, help="rows, of one request each (default: 100000)")
    rows = flags.parse_args().rows
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as folder, mock_teacher(512, 10) as mock:
        case = write_case(Path(folder), rows)
        first_half = killed_when(lambda: mock.stats()["answered"] >= rows / 2, case, mock, Path(home))
        time.sleep(2)  # the killed run's Prefect server ends with it
        asked = mock.stats()["requests"]
        again = killed_when(lambda: mock.stats()["requests"] > asked, case, mock, Path(home))
    seconds = {"first_half_s": round(first_half, 1), "first_new_request_s": round(again, 2)}
    print(json.dumps({"resume": "SIGKILL at half", "rows": rows, "asked_before": asked, **seconds}))


if __name__ == "__main__":
    main()
