from __future__ import annotations

import argparse

from sdg_flows.cli import run_command
from sdg_flows.cli.argument_groups import positive_int, price_argument, row_argument

HELP = f"""\
Show what a run does with a few rows: each prompt, raw answer, made column and verdict, on a card for each row.

N rows of each pipeline, spread over its input (default: 3), go through all blocks; the same command shows the same
rows. What they are answered is kept, so a run with the same flags does not pay for them again. A block that looks at
the whole table, such as one that drops duplicates, sees these rows only, and the card says so.
Nothing is written but --html and what is kept.

{run_command.OTHER_FLAGS}"""

EXAMPLES = """\
examples:
  sdg-flows preview --pipeline simple
  sdg-flows preview 1 --pipeline full --endpoint http://localhost:8000/v1 --full
  sdg-flows preview 10 --pipeline my_flow.yaml --input seeds.jsonl --html cards.html
  sdg-flows preview --row 6e1d9015 --pipeline full
exit codes:
  0 a row stayed   2 refused   3 no row stayed   4 key or quota refused   75 the endpoint is down"""


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Define the help text and handler of `sdg-flows preview`, which takes the flags of `run`."""
    run_command.add_arguments(command)
    run_command.hide_run_flags(command)
    command.description, command.epilog = HELP, EXAMPLES
    command.add_argument("rows", type=positive_int, nargs="?", default=3, metavar="N", help="rows of each pipeline")
    row_argument(command)
    command.add_argument("--full", action="store_true", help="show long texts, and rows that a block made, whole")
    command.add_argument("--html", metavar="FILE", help="write the cards, whole, as a page that needs no network")
    price_argument(command)
    command.set_defaults(call=_execute)


def _execute(flags: argparse.Namespace) -> int:
    run_command.apply_framework_flags(flags)
    code = run_command.list_or_check(flags)
    if code is not None:
        return code
    from sdg_flows.cli.previewing import preview

    return preview(flags)
