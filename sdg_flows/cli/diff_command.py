from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

from sdg_flows.cli.terminal_text import print_json
from sdg_flows.orchestrate.choices import Choices

if TYPE_CHECKING:
    from sdg_flows.outputs.past_runs.run_diff import RunDiff

HELP = """\
Tell what changed from one run to another: leaves and documents, settings, flow files and prompts, teacher, versions,
rows, rejected rows, scores.

Rows are compared by their ids and by all their columns. What a run cost, also in dollars by block, and where
it lay and how it was run (output, work-dir, fresh, max-in-flight, budget, runner), is told and makes no difference."""

EXAMPLES = """\
examples:
  sdg-flows diff simple-2026-01-31T12-00-00 simple-2026-01-31T12-30-00
  sdg-flows diff out/simple-2026-01-31T12-00-00 other/simple-2026-02-01T09-00-00 --json
exit codes, as those of diff(1):
  0 the runs are the same   1 they differ   2 refused: no such run"""

EXIT_DIFFERENT = 1
FILE_WIDTH = 10_000


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Define the help text, flags and handler of `sdg-flows diff`."""
    command.description, command.epilog = HELP, EXAMPLES
    command.add_argument("before", metavar="RUN", help="a run's folder, or its name below --output")
    command.add_argument("after", metavar="RUN", help="the run to compare it with")
    command.add_argument(
        "--output", default=Choices.output, metavar="DIR|URL", help="folder of runs (default: %(default)s)"
    )
    command.add_argument("--json", action="store_true", help="print one JSON object, and nothing else")
    command.set_defaults(call=_execute)


def _execute(flags: argparse.Namespace) -> int:
    from sdg_flows.outputs.past_runs.diff_sections import diff_sections
    from sdg_flows.outputs.past_runs.run_diff import run_diff
    from sdg_flows.outputs.past_runs.run_folders import find_run
    from sdg_flows.outputs.past_runs.run_rows import compare_rows, digest_rows

    before, after = (find_run(named, flags.output) for named in (flags.before, flags.after))
    found = run_diff(before.facts, after.facts, compare_rows(digest_rows(before), digest_rows(after)))
    if flags.json:
        runs = {"before": str(before.folder), "after": str(after.folder)}
        print_json({**runs, "differ": found.differ, **asdict(found)})
    else:
        _show([*diff_sections(found), (_verdict(found), [])], [f"- {before.folder}", f"+ {after.folder}"])
    return EXIT_DIFFERENT if found.differ else 0


def _verdict(found: RunDiff) -> str:
    return "The runs differ" if found.differ else "The runs are the same"


def _show(parts: Iterable[tuple[str, Iterable[str]]], runs: Iterable[str]) -> None:
    from rich.text import Text

    from sdg_flows.cli.console import console

    out = console(FILE_WIDTH)
    for run in runs:
        out.print(Text(run, style="bold"), soft_wrap=True)
    for heading, lines in parts:
        out.print(Text(heading, style="bold"), soft_wrap=True)
        for line in lines:
            out.print(Text(f"  {line}"), soft_wrap=True)
