"""The same job by other tools, by ours and by a bare loop, on one mock server: speed, and what is asked again.

python benchmarks/rivals.py [--rows 1000] [--only distilabel,sdg-flows] [--server 64x50] [--kill] [--venvs DIR]

The job: rows of seeds, one request a row with a prompt of about 1,000 characters, the answers in a JSONL file. Each
rival is installed once, with its version pinned, into an environment of its own (`--venvs`; uv makes it where there is
one), and used as its documentation says by a program in benchmarks/rivals/, with as many requests in flight as the
server has slots, or another number where that was faster: each line says what was `chosen`. Ours reads each answer into
three columns and runs under Prefect; the rivals write it as it came; the bare loop sends the passage alone and keeps
nothing. A run of 64 rows before, which compiles what is imported, is not measured.

A line of JSON for each tool and server, and a table. The share is of the server's limit, from the first row's request
to the last answer; a tool that makes every request ready before it sends the first has a short window, so read it
beside `seconds`, which are from the command to its end. CPU seconds are those of the command and its children, as our
Prefect server. `again` is the same command a second time, with everything kept. With --kill there is a third folder:
SIGKILL when half is answered, then the same command again: requests `asked_beyond` one a row, and rows `lost`. Leaves
with 1 when a tool failed. Linux.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from case import ASK, HEAD, PROMPT, Case, write_case
from mock_process import mock_teacher
from rich.console import Console
from rich.table import Table
from rival_runs import Job, killed, measured, run
from rival_tools import LOOP, TOOLS, VENVS, named

SERVERS = {"64x50": (64, 50), "256x500": (256, 500)}
"""Slots and latency in milliseconds."""
Given = TypeVar("Given")
FIGURES = ("first_request_s", "share_in_window", "seconds", "cpu_s", "written")


@dataclass(frozen=True)
class Setting:
    """Where runs are made: the server, the environments of rivals, Prefect's home, and most seconds a run."""

    server: str
    venvs: Path
    home: Path
    patience: float

    def anew(self, measure: Callable[[Job], Given], tool: str, rows: int) -> Given:
        """Measure a tool in a new folder with a new server."""
        slots, latency_ms = SERVERS[self.server]
        with tempfile.TemporaryDirectory() as folder, mock_teacher(slots, latency_ms) as mock:
            return measure(Job(tool, _case(Path(folder), rows), mock, slots, self.venvs, self.home, self.patience))


def compared(tool: str, rows: int, setting: Setting, *, kill: bool) -> dict[str, Any]:
    """Return the line of a tool with a server."""
    setting.anew(run, tool, 64)  # installs it and compiles what it imports
    line = {"server": setting.server, "rows": rows, **named(tool), **setting.anew(measured, tool, rows)}
    return {**line, "killed": setting.anew(killed, tool, rows)} if kill and tool != LOOP else line


def _case(folder: Path, rows: int) -> Case:
    parts: Mapping[str, str] = yaml.safe_load(PROMPT)
    told = [parts[part] for part in ("system", "introduction", "principles", "examples", "generation")]
    (folder / "instruction.txt").write_text("\n".join(told), encoding="utf-8")
    return write_case(folder, rows, HEAD + ASK)


def printed(lines: Sequence[Mapping[str, Any]]) -> None:
    """Print the figures as a table, a row for each line."""
    table = Table(box=None)
    table.add_column("server")
    table.add_column("tool")
    for heading in (*FIGURES, "asked again", "killed: asked beyond, lost"):
        table.add_column(heading, justify="right")
    for line in lines:
        cost = ", ".join(str(said).partition("\n")[0] for said in line.get("killed", {}).values())
        figures = (f"{line[name]:g}" for name in FIGURES)
        table.add_row(line["server"], line["tool"], *figures, str(line["again"]["asked"]), cost)
    Console(width=140).print(table)


def _tools(text: str) -> list[str]:
    if unknown := [tool for tool in text.split(",") if tool not in TOOLS]:
        raise argparse.ArgumentTypeError(f"there is no tool {unknown[0]!r}, but {', '.join(TOOLS)}")
    return text.split(",")


def _chosen() -> argparse.Namespace:
    flags = argparse.ArgumentParser(description="Measure other tools, ours and a bare loop at the same job.")
    flags.add_argument("--rows", type=int, default=1000, help="rows, of one request each (default: 1000)")
    flags.add_argument("--only", type=_tools, default=TOOLS, metavar="A,B", help=f"some of {', '.join(TOOLS)}")
    flags.add_argument("--server", choices=SERVERS, help="one server: slots x milliseconds (default: both)")
    flags.add_argument("--kill", action="store_true", help="also SIGKILL each at half, and run it again")
    flags.add_argument("--venvs", type=Path, default=VENVS, metavar="DIR", help="environments (default: %(default)s)")
    flags.add_argument("--patience", type=float, default=300, metavar="S", help="most seconds a run (default: 300)")
    return flags.parse_args()


def main() -> None:
    chosen, lines, failed = _chosen(), [], 0
    with tempfile.TemporaryDirectory() as home:
        for server in [chosen.server] if chosen.server else SERVERS:
            setting = Setting(server, chosen.venvs.resolve(), Path(home), chosen.patience)
            for tool in chosen.only:
                try:
                    lines.append(compared(tool, chosen.rows, setting, kill=chosen.kill))
                except (RuntimeError, subprocess.CalledProcessError) as wrong:
                    failed += 1
                    print(wrong, file=sys.stderr)
                else:
                    print(json.dumps(lines[-1]), flush=True)
    printed(lines)
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
