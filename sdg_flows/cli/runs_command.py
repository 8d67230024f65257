from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from sdg_flows.cli.terminal_text import print_json, print_text
from sdg_flows.orchestrate.choices import Choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sdg_flows.outputs.past_runs.run_table import RunLine

HELP = """\
Show the finished runs of a folder, the newest last: when, which suite, who answered, rows, answers, tokens and seconds.

`asked` counts the answers that were bought, `kept` those that were in the answer store already. Tokens are those of the
answers that were bought."""

EXAMPLES = """\
examples:
  sdg-flows runs
  sdg-flows runs --output s3://bucket/data --json
exit codes:
  0 shown   2 refused: a run.json cannot be read   74 the folder cannot be read"""

FILE_WIDTH = 140


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Define the help text, flags and handler of `sdg-flows runs`."""
    command.description, command.epilog = HELP, EXAMPLES
    command.add_argument(
        "--output", default=Choices.output, metavar="DIR|URL", help="folder of runs (default: %(default)s)"
    )
    command.add_argument("--json", action="store_true", help="print a list of JSON objects, and nothing else")
    command.set_defaults(call=_execute)


def _execute(flags: argparse.Namespace) -> int:
    from sdg_flows.outputs.past_runs.run_folders import runs_in
    from sdg_flows.outputs.past_runs.run_table import run_line
    from sdg_flows.storage.url import place

    lines = [run_line(run) for run in runs_in(place(flags.output, "--output"))]
    if flags.json:
        print_json([asdict(line) for line in lines])
    elif lines:
        _show(lines)
    else:
        print_text(f"{flags.output}: no finished run is there", file=sys.stderr)
    return 0


def _show(lines: Sequence[RunLine]) -> None:
    from datetime import datetime

    from rich.table import Table

    from sdg_flows.cli.console import console
    from sdg_flows.outputs.figures import duration, number, short

    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("run", "when", "suite", "model"):
        table.add_column(name, overflow="fold")
    for name in ("rows in", "made", "rejected", "asked", "reused", "tokens in", "out", "took"):
        table.add_column(name, justify="right", no_wrap=True)
    for line in lines:
        when = f"{datetime.fromisoformat(line.started).astimezone():%Y-%m-%d %H:%M}"
        rows = (line.rows_in, line.rows_kept, line.rows_rejected, line.asked, line.reused)
        cells = (line.name, when, line.suite, line.model, *map(number, rows))
        tokens = (short(line.prompt_tokens), short(line.completion_tokens))
        table.add_row(*cells, *tokens, duration(line.seconds))
    console(FILE_WIDTH).print(table)
