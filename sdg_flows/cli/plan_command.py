from __future__ import annotations

import argparse

from sdg_flows.cli import run_command
from sdg_flows.cli.argument_groups import positive, price_argument

HELP = """\
Say what a run would ask and cost, block by block, before it is paid.

A few rows of each pipeline, spread over its input, go through all blocks; what they are answered is kept, so a run
with the same flags does not pay for them again. The rest is worked out from them: duplicates over the whole table,
which few rows do not show, make a run cheaper than its plan. What is kept already is not counted as to ask.
The flags are those of `sdg-flows run`. Dollars need a price in the teacher file."""

EXAMPLES = """\
examples:
  sdg-flows plan --pipeline full --taxonomy taxonomy/ --endpoint http://localhost:8000/v1
  sdg-flows plan --pipeline my_flow.yaml --input seeds.jsonl --teacher teacher.yaml --sample 20
  sdg-flows plan --pipeline full --endpoint http://localhost:8000/v1 --price 0.5 1.5
  sdg-flows plan --pipeline full --no-sample
exit codes:
  0 done   2 refused, or no answer of a block was usable   4 key or quota refused   75 the endpoint is down"""


def arguments(command: argparse.ArgumentParser) -> None:
    """Give `sdg-flows plan` the flags of `run`, and what it does."""
    run_command.arguments(command)
    command.description, command.epilog = HELP, EXAMPLES
    command.add_argument(
        "--sample", type=positive, default=5, metavar="N", help="rows of each pipeline to try (default: %(default)s)"
    )
    command.add_argument(
        "--no-sample", action="store_true", help="ask nothing: count what can be counted, and assume the answers"
    )
    price_argument(command)
    command.set_defaults(call=_call)


def _call(flags: argparse.Namespace) -> int:
    from sdg_flows.cli.planning import planned

    return planned(flags)
