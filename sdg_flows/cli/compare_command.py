from __future__ import annotations

import argparse

from sdg_flows.cli import run_command
from sdg_flows.cli.argument_groups import (
    display_arguments,
    positive_int,
    request_arguments,
    row_argument,
    storage_arguments,
)

HELP = """\
Put two or more teachers side by side on the same rows of a flow: input rows that gave rows, rejected rows by reason,
tokens, money, also for a thousand rows, length and time of answers, scores, agreement, and what each answered to some
of the rows, those first on which they do not agree.

A teacher is a teacher file, one of its `endpoints` as FILE:NAME, or `offline`. All see the same rows of each pipeline,
spread over its input, one teacher after the other. Every answer is kept: neither this command nor a run with one of
these teachers pays for it again.

Flags of `sdg-flows run` that say what becomes of its rows, such as --output, are taken too and change nothing here."""

EXAMPLES = """\
examples:
  sdg-flows compare --teacher small.yaml --teacher large.yaml --pipeline full --taxonomy taxonomy/
  sdg-flows compare --teacher team.yaml --teacher team.yaml:judge --pipeline flow.yaml --input seeds.jsonl --sample 20
  sdg-flows compare --teacher offline --teacher large.yaml --html comparison.html
exit codes:
  0 compared   2 refused, nothing asked   4 key or quota refused   75 an endpoint is down"""


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Define the help text, flags and handler of `sdg-flows compare`."""
    command.description, command.epilog = HELP, EXAMPLES
    command.add_argument(
        "--teacher",
        dest="teachers",
        action="append",
        required=True,
        metavar="FILE[:NAME]",
        help="who is compared; give it twice or more",
    )
    command.add_argument(
        "--sample", type=positive_int, default=5, metavar="N", help="rows of each pipeline (default: %(default)s)"
    )
    row_argument(command)
    command.add_argument(
        "--show", type=positive_int, default=3, metavar="K", help="rows to show side by side (default: %(default)s)"
    )
    command.add_argument("--full", action="store_true", help="show long texts whole")
    command.add_argument("--html", metavar="FILE", help="write a page that needs no network")
    run_command.pipeline_arguments(command)
    request_arguments(command)
    storage_arguments(command)
    display_arguments(command)
    run_command.hide_run_flags(command)
    command.set_defaults(call=_execute)


def _execute(flags: argparse.Namespace) -> int:
    code = run_command.list_or_check(flags)
    if code is not None:
        return code
    from sdg_flows.cli.comparing_teachers import compare

    return compare(flags)
