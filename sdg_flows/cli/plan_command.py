from __future__ import annotations

import argparse

from sdg_flows.cli import run_command
from sdg_flows.cli.argument_groups import positive_int, price_argument

HELP = f"""\
Say what a run would ask and cost, block by block, before it is paid.

A few rows of each pipeline, spread over its input, go through all blocks; what they are answered is kept, so a run
with the same flags does not pay for them again. The rest is worked out from them: duplicates over the whole table,
which few rows do not show, make a run cheaper than its plan. What is kept already is not counted as to ask.
Dollars need a price, by --price or in the teacher file.

{run_command.OTHER_FLAGS}"""

EXAMPLES = """\
examples:
  sdg-flows plan --pipeline full --taxonomy taxonomy/ --endpoint http://localhost:8000/v1
  sdg-flows plan --pipeline my_flow.yaml --input seeds.jsonl --teacher teacher.yaml --sample 20
  sdg-flows plan --pipeline full --endpoint http://localhost:8000/v1 --price 0.5 1.5
  sdg-flows plan --pipeline full --no-sample
exit codes:
  0 done   2 refused, or no answer of a block was usable   4 key or quota refused   75 the endpoint is down"""


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Define the help text and handler of `sdg-flows plan`, which takes the flags of `run`."""
    run_command.add_arguments(command)
    run_command.hide_run_flags(command)
    command.description, command.epilog = HELP, EXAMPLES
    command.add_argument(
        "--sample",
        type=positive_int,
        default=5,
        metavar="N",
        help="rows of each pipeline to try (default: %(default)s)",
    )
    command.add_argument(
        "--no-sample", action="store_true", help="ask nothing: count what can be counted, and assume the answers"
    )
    price_argument(command)
    command.set_defaults(call=_execute)


def _execute(flags: argparse.Namespace) -> int:
    run_command.apply_framework_flags(flags)
    code = run_command.list_or_check(flags)
    if code is not None:
        return code
    from sdg_flows.cli.planning import plan

    return plan(flags)
