"""How near a run comes to the limit of its teacher: one command of a user, measured at the server.

python benchmarks/throughput.py [--rows 10000] [--only 256x500] [--prompts-a-request 32]

For each server, `python -m sdg_flows.run` works through a pipeline of ask, parse and filter with everything kept:
answer store, checkpoints, report, and a Prefect server (its own, or the one of PREFECT_API_URL). Then a bare aiohttp
loop and the `openai` client, alone and keeping nothing, ask as much of the same server. The window is from the first
request to the last answer, both at the server, and Prefect comes up in it; the share is rows / (window x limit). CPU
and memory are those of the asking process. A line of JSON a server, and a table. `where_time_goes.py` says on what a
run's CPU time goes.
With --prompts-a-request, the run sends texts to /v1/completions, so many in a request at most; a request has one slot,
so only `no_latency` tells what lists are worth.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from case import Case, environment, write_case
from mock_process import mock_teacher
from rich.console import Console
from rich.table import Table
from watched import watched

SERVERS = {"256x500": (256, 500), "64x50": (64, 50), "no_latency": (4096, 0)}
"""Slots and latency in milliseconds. Without latency there is no limit but the client: the shares are 0."""
LOOPS = {"bare": "bare_loop.py", "openai": "openai_loop.py"}


@dataclass(frozen=True)
class Measured:
    """What one client did with one server. Shares are of the server's limit; seconds are from the command on.

    `cores_used` is CPU time by time in the window: near 1 the client is its own limit, and below that the share is
    limited by the server, or by whatever else has the cores.
    """

    rows_a_second: float
    share_in_window: float
    share_end_to_end: float
    window_s: float
    first_request_s: float
    seconds: float
    cpu_ms_a_row: float
    cpu_ms_a_row_whole: float
    cores_used: float
    peak_rss_mb: float
    peak_in_flight: int
    requests: int


def measured(case: Case, server: str, command: str, home: Path, prompts: int | None) -> Measured:
    """Measure `run` or a loop on a new server; with `prompts` the run sends texts, at most so many in a request."""
    slots, latency_ms = SERVERS[server]
    with mock_teacher(slots, latency_ms) as mock:
        done = watched(_command(case, command, mock.url, prompts), case.folder, environment(home))
        seen = mock.stats()
    first, last = seen["first_request"], seen["last_answer"]
    cpu = done.cpu_seconds(first, last)
    if seen["answered"] != case.rows:
        raise RuntimeError(f"{command} on {server}: {case.rows} rows, but {seen['answered']} answers")
    return Measured(
        rows_a_second=round(case.rows / (last - first), 1),
        share_in_window=round(case.rows / (last - first) / mock.limit, 4),
        share_end_to_end=round(case.rows / done.seconds / mock.limit, 4),
        window_s=round(last - first, 3),
        first_request_s=round(first - done.began, 2),
        seconds=round(done.seconds, 2),
        cpu_ms_a_row=round(1000 * cpu / case.rows, 3),
        cpu_ms_a_row_whole=round(1000 * done.cpu_seconds(done.began, done.ended) / case.rows, 3),
        cores_used=round(cpu / (last - first), 2),
        peak_rss_mb=round(done.peak_rss_mb),
        peak_in_flight=seen["peak_in_flight"],
        requests=seen["requests"],
    )


def _command(case: Case, command: str, endpoint: str, prompts: int | None) -> list[str]:
    if command == "run":
        if prompts is None:
            return case.command(endpoint)
        (case.folder / "teacher.yaml").write_text(f"prompts_a_request: {prompts}\n", encoding="utf-8")
        return [*case.command(endpoint), "--model-family", "plain", "--teacher", "teacher.yaml"]
    return [sys.executable, str(Path(__file__).parent.resolve() / LOOPS[command]), endpoint, case.seeds.name]


def compared(rows: int, server: str, home: Path, prompts: int | None) -> dict[str, Measured]:
    """Measure a run and the loops, one after the other, in a new folder."""
    with tempfile.TemporaryDirectory() as folder:
        case = write_case(Path(folder), rows)
        return {command: measured(case, server, command, home, prompts) for command in ("run", *LOOPS)}


def printed(results: Mapping[str, Mapping[str, Measured]]) -> None:
    """Print the figures as a table, a column for each server and client."""
    table = Table(box=None)
    table.add_column("figure")
    columns: Sequence[dict[str, float]] = [asdict(one) for clients in results.values() for one in clients.values()]
    for server, clients in results.items():
        for client in clients:
            table.add_column(f"{server} {client}", justify="right")
    for name in columns[0]:
        table.add_row(name, *(f"{column[name]:g}" for column in columns))
    Console(width=120).print(table)


def main() -> None:
    flags = argparse.ArgumentParser(description="Measure how near a run comes to the limit of its teacher.")
    flags.add_argument("--rows", type=int, default=10000, help="rows, of one request each (default: 10000)")
    flags.add_argument("--only", choices=SERVERS, help="one server: slots x milliseconds (default: all)")
    flags.add_argument(
        "--prompts-a-request", type=int, metavar="N", help="send texts, in lists of up to N (default: chat)"
    )
    chosen = flags.parse_args()
    results: dict[str, Mapping[str, Measured]] = {}
    with tempfile.TemporaryDirectory() as home:
        compared(
            64, "64x50", Path(home), chosen.prompts_a_request
        )  # compiles what is imported, and makes Prefect's database
        for server in [chosen.only] if chosen.only else SERVERS:
            results[server] = compared(chosen.rows, server, Path(home), chosen.prompts_a_request)
            print(json.dumps(_line(server, chosen.rows, results[server])), flush=True)
    printed(results)


def _line(server: str, rows: int, clients: Mapping[str, Measured]) -> dict[str, object]:
    ratios = {f"run_to_{name}": round(clients["run"].rows_a_second / clients[name].rows_a_second, 4) for name in LOOPS}
    prefect = "running" if "PREFECT_API_URL" in os.environ else "of the run"
    shown = {client: asdict(one) for client, one in clients.items()}
    return {"server": server, "rows": rows, "prefect_server": prefect, **ratios, **shown}


if __name__ == "__main__":
    main()
