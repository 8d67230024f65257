"""A reader who does what a page says: writes its files and types its commands, one after the other, in one shell."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from docs.pages import DOCS, Step, files, steps

PORT = "8000"
"""Where the pages say that the model is served; another port stands in for it here."""
MARK = "\x1e"
ROOT = DOCS.parent


@dataclass(frozen=True)
class Seen:
    """A step, what it printed, on both streams as on a screen, and the code of its last command that failed, or 0."""

    step: Step
    printed: str
    code: int


def read(page: Path, folder: Path, instead: Mapping[str, str]) -> list[Seen]:
    """Do what a page says in a folder that has what a clone has, and give what was seen.

    `instead` names commands that are not typed, and what is typed in their place. A model is served, as far as the page
    has not the reader serve one, by the file of the tutorial.
    """
    for name in ("flows_yaml", "sdg_flows/example"):
        shutil.copytree(ROOT / name, folder / name)
    port = _free_port()
    for name, text in files(page).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(_at(port, text), "utf-8")
    todo = [step for step in steps(page) if instead.get(step.commands.strip(), "typed")]
    with _served(page, folder, port):
        said = _typed([_at(port, instead.get(one.commands.strip(), one.commands)) for one in todo], folder)
    return [_seen(step, text.replace(port, PORT)) for step, text in zip(todo, said, strict=True)]


def missing(seen: Seen) -> list[str]:
    """Return the lines that a page shows and that were not printed in that order; `…` stands for any text or lines."""
    printed = iter(seen.printed.splitlines())
    return [line for line in seen.step.shown if line.strip("… ") and not any(_like(line, it) for it in printed)]


def _like(shown: str, printed: str) -> bool:
    pattern = r".*".join(map(re.escape, shown.split("…")))
    return re.fullmatch(pattern, printed.rstrip()) is not None


def _typed(commands: Sequence[str], folder: Path) -> list[str]:
    """Type commands into one shell, and give what each printed, with a mark before the code of one that failed."""
    lines = [
        f"trap 'echo {MARK}$?' ERR",
        "trap 'trap - ERR; kill $(jobs -p) 2>/dev/null' EXIT",
        *(f"printf '{MARK}{MARK}'\n{one}" for one in commands),
    ]
    ended = subprocess.run(
        ["bash", "-c", "\n".join(lines)],
        cwd=folder,
        env={**os.environ, **_own(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return ended.stdout.split(MARK * 2)[1:]


def _own(folder: Path) -> dict[str, str]:
    """Return the variables by which a reader has a home, and a place for what pip installs, in the folder."""
    installed = str(folder / "home" / "installed")
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(folder / "home"),
        "COLUMNS": "100",
        "PIP_TARGET": installed,
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # pip reads it the other way round: without an environment for building
        "PYTHONPATH": os.pathsep.join(filter(None, [installed, os.environ.get("PYTHONPATH")])),
    }


def _seen(step: Step, printed: str) -> Seen:
    codes = re.findall(rf"{MARK}(\d+)\n", printed)
    return Seen(step, re.sub(rf"{MARK}\d+\n", "", printed), int(codes[-1]) if codes else 0)


@contextmanager
def _served(page: Path, folder: Path, port: str) -> Iterator[None]:
    """Serve the tutorial's model while the context is open, where a page asks one."""
    (name, text), *_ = [it for it in files(DOCS / "tutorial.md").items() if it[0].endswith("server.py")]
    if name in files(page) or f"localhost:{PORT}" not in page.read_text("utf-8"):
        yield
        return
    (folder / "home").mkdir(exist_ok=True)
    (folder / "home" / name).write_text(_at(port, text), "utf-8")
    with subprocess.Popen([sys.executable, folder / "home" / name]) as server:
        yield
        server.terminate()


def _at(port: str, text: str) -> str:
    return re.sub(rf"\b{PORT}\b", port, text)


def _free_port() -> str:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return str(found.getsockname()[1])
