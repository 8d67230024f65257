from __future__ import annotations

import argparse
from pathlib import Path

from sdg_flows.cli.argument_groups import display_arguments, positive_int, storage_arguments, teacher_arguments
from sdg_flows.orchestrate.choices import Choices

HELP = """\
Label the rows of a table: ask the teacher about each row, and write every row, in order, with what it answered.

A row that could not be labelled has null in the new columns, and its reason in the run's rejected.jsonl; the command
then exits with 3, unless --max-rejected allows it. The same command again asks only what has no answer yet."""

EXAMPLES = """\
examples:
  sdg-flows annotate --input seed.jsonl --flow annotation/emotion/simple --output labelled.jsonl
  sdg-flows annotate --input seed.jsonl --flow my_labels.yaml --endpoint http://localhost:8000/v1
  sdg-flows evaluate labelled.jsonl --truth ground_truth --prediction output"""


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Define the help text, flags and handler of `sdg-flows annotate`."""
    command.description, command.epilog = HELP, EXAMPLES
    what = command.add_argument_group("what to label")
    what.add_argument(
        "--input", required=True, metavar="FILE", help="a table: .jsonl, .parquet or .csv, a path or a URL"
    )
    what.add_argument(
        "--flow", required=True, dest="pipeline", metavar="NAME|FILE", help="a flow's name, or one flow file"
    )
    what.add_argument(
        "--output",
        dest="save_path",
        metavar="FILE",
        help="the labelled rows (default: here, under INPUT's name with .annotated.jsonl)",
    )
    what.add_argument("--runs", dest="output", default=Choices.output, metavar="DIR", help="folder of runs")
    what.add_argument("--limit", type=positive_int, metavar="N", help="read the first N input rows only")
    teacher_arguments(command)
    storage_arguments(command)
    display_arguments(command)
    command.set_defaults(call=_execute)


def _execute(flags: argparse.Namespace) -> int:
    from sdg_flows.cli.running import run

    flags.save_path = flags.save_path or Path(Path(flags.input).name).with_suffix(".annotated.jsonl").as_posix()
    return run(flags)
