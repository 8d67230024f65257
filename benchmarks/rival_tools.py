"""The tools that rivals.py compares: what is installed for each, in an environment of its own, and how it is run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from case import Case, environment

HERE = Path(__file__).parent.resolve()
VENVS = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "sdg_flows" / "rivals"
QUIET = {
    "TELEMETRY_ENABLED": "false",  # Curator's
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",  # the job needs no hub
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",  # prices from the package, not from the network
}
CACHES = {
    "HF_HOME": "hf",
    "DISTILABEL_CACHE_DIR": "distilabel",
    "CURATOR_CACHE_DIR": "curator",
    "DATA_DESIGNER_HOME": "data_designer",
}
"""Where each keeps things, which is then a folder of the case: nobody's home is read or written."""


@dataclass(frozen=True)
class Rival:
    """A tool from the package index: the program that uses it, what was chosen there, and what is installed.

    `probes` are requests of its own that it sends before those of the rows.
    """

    package: str
    version: str
    program: str
    chosen: str
    probes: int = 0
    extra: str = ""
    beside: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return name and version."""
        return f"{self.package} {self.version}"

    def python(self, venvs: Path) -> Path:
        """Return the interpreter of its environment, which is made when it is not there."""
        venv = venvs / f"{self.package}-{self.version}-py{sys.version_info[0]}.{sys.version_info[1]}"
        whole = venv / "whole"
        if not whole.exists():
            shutil.rmtree(venv, ignore_errors=True)
            _install(venv, [f"{self.package}{self.extra}=={self.version}", *self.beside])
            whole.touch()
        return venv / "bin" / "python"


def _install(venv: Path, requirements: list[str]) -> None:
    print(f"installing {' '.join(requirements)} into {venv}", file=sys.stderr)
    if uv := shutil.which("uv"):
        subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, str(venv)], check=True)
        subprocess.run([uv, "pip", "install", "--quiet", "--python", str(venv), *requirements], check=True)
    else:
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
        subprocess.run([str(venv / "bin" / "python"), "-m", "pip", "install", "--quiet", *requirements], check=True)


RIVALS = {
    "distilabel": Rival(
        package="distilabel",
        version="1.5.3",
        program="with_distilabel.py",
        chosen="batch of the task = 2 x slots (default 50): it took less time than slots; its cache is on by default",
        extra="[openai]",
        beside=("requests==2.34.2",),  # imported, but not among what it requires
    ),
    "curator": Rival(
        package="bespokelabs-curator",
        version="0.1.31",
        program="with_curator.py",
        chosen="max_concurrent_requests = slots, requests and tokens a minute without bound (default 200, 100000); "
        "backend litellm, since openai downloads an encoding first; its cache is on by default",
        probes=1,
    ),
    "data-designer": Rival(
        package="data-designer",
        version="0.9.7",
        program="with_data_designer.py",
        chosen="max_parallel_requests = slots (default 4); health check left out; resume=IF_POSSIBLE (default: never), "
        "groups of 250 rows (default 1000)",
    ),
    "sdg-hub": Rival(
        package="sdg-hub",
        version="0.9.4",
        program="with_sdg_hub.py",
        chosen="max_concurrency = slots (default: all at once); checkpoints every 250 rows (default: none)",
    ),
}
"""Left out, because they install torch with CUDA, of gigabytes: instructlab-sdg, nemo-curator."""

OURS, LOOP = "sdg-flows", "bare-loop"
TOOLS = (*RIVALS, OURS, LOOP)
CHOSEN = {OURS: "nothing: the number in flight is found while it runs", LOOP: "512 in flight; keeps nothing"}


def named(tool: str) -> dict[str, str]:
    """Return what a line says of a tool: its name with the version of a rival, and what was chosen for it."""
    rival = RIVALS.get(tool)
    return {"tool": rival.name, "chosen": rival.chosen} if rival else {"tool": tool, "chosen": CHOSEN[tool]}


def probes(tool: str) -> int:
    """Return the number of requests that a tool sends before those of the rows."""
    return RIVALS[tool].probes if tool in RIVALS else 0


def command(tool: str, case: Case, endpoint: str, slots: int, venvs: Path) -> list[str]:
    """Return the command with which a tool does the job in the case's folder."""
    if tool in RIVALS:
        return [str(RIVALS[tool].python(venvs)), str(HERE / "rivals" / RIVALS[tool].program), endpoint, str(slots)]
    return (
        case.command(endpoint)
        if tool == OURS
        else [sys.executable, str(HERE / "bare_loop.py"), endpoint, "seeds.jsonl"]
    )


def variables(tool: str, case: Case, home: Path) -> dict[str, str]:
    """Return the environment of a run: a rival's has no paths of ours, no telemetry, and its caches in the folder."""
    ours = environment(home)
    if tool not in RIVALS:
        return ours
    kept = {name: value for name, value in ours.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    return {**kept, **QUIET, **{name: str(case.folder / place) for name, place in CACHES.items()}}
