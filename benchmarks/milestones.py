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
from typing import Any

IMPORTS = {"openai", "prefect.task_engine"}


def note_milestones(file: Path) -> None:
    """Watch this process from now on, and write what was noted when it ends."""
    noted = {"python": time.time()}
    atexit.register(lambda: file.write_text(json.dumps(noted), encoding="utf-8"))

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "import" and arguments[0] in IMPORTS:
            noted.setdefault(arguments[0], time.time())
        elif event == "subprocess.Popen" and "sdg_flows.orchestrate.embedded_server" in arguments[1]:
            noted.setdefault("server_spawned", time.time())
        elif event == "urllib.Request" and "server_spawned" in noted:
            noted["last_knock"] = time.time()

    sys.addaudithook(hook)


if __name__ == "__main__":
    note_milestones(Path(sys.argv.pop(1)))
    runpy.run_module("sdg_flows.run", run_name="__main__", alter_sys=True)
