"""Run `sdg_flows.run` and note when it comes to what is slow, without a change to it: an audit hook sees it pass.

python benchmarks/milestones.py FILE FLAG...     the flags of sdg_flows.run; milestones go to FILE as JSON

Times are seconds since 1970. An import is noted when it begins; a knock is a look whether the server is
up.
"""

from __future__ import annotations

import atexit
import json
import runpy
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from case import Case

FILE = "milestones.json"
FIRST_TASK_RUN = "prefect.task_engine"
"""Prefect imports it for the first task run."""
IMPORTS = {"openai", FIRST_TASK_RUN}


def note_milestones(file: Path) -> None:
    """Watch this process from now on, and write what was noted when it ends."""
    seen = {"python": time.time()}
    atexit.register(lambda: file.write_text(json.dumps(seen), encoding="utf-8"))

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "import" and arguments[0] in IMPORTS:
            seen.setdefault(arguments[0], time.time())
        elif event == "subprocess.Popen" and "sdg_flows.orchestrate.embedded_server" in arguments[1]:
            seen.setdefault("server_spawned", time.time())
        elif event == "urllib.Request" and "server_spawned" in seen:
            seen["last_knock"] = time.time()

    sys.addaudithook(hook)


def hooked(case: Case, endpoint: str) -> list[str]:
    """Return the command of a case with its milestones noted, which `noted` gives afterwards."""
    program = str(Path(__file__).resolve())
    return [sys.executable, program, str(case.folder / FILE), *case.command(endpoint)[3:]]


def noted(case: Case) -> dict[str, float]:
    """Return the milestones of the last run of a case."""
    return json.loads((case.folder / FILE).read_text(encoding="utf-8"))


if __name__ == "__main__":
    note_milestones(Path(sys.argv.pop(1)))
    runpy.run_module("sdg_flows.run", run_name="__main__", alter_sys=True)
