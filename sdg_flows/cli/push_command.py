from __future__ import annotations

import argparse

from sdg_flows.cli.terminal_text import print_text

HELP = """\
Publish the training, test and message rows of a run, with its card, on the Hugging Face hub.

The token is HF_TOKEN, or that of the hub's own login. Rows of the offline teacher are refused."""

EXAMPLES = """\
examples:
  sdg-flows push out/simple-2026-03-14T09-00-00 --to ada/tides --private"""


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Define the help text, flags and handler of `sdg-flows push`."""
    command.description, command.epilog = HELP, EXAMPLES
    command.add_argument("run", metavar="RUN", help="the folder of a run")
    command.add_argument("--to", required=True, metavar="USER/NAME", help="the data set on the hub")
    command.add_argument("--private", action="store_true", help="when it is new, only you can see it")
    command.add_argument("--even-offline", action="store_true", help="publish rows of the offline teacher too")
    command.set_defaults(call=_execute)


def _execute(flags: argparse.Namespace) -> int:
    from sdg_flows.outputs.export.hub import publish
    from sdg_flows.outputs.files.places import local_copy
    from sdg_flows.storage.url import place

    with local_copy(place(flags.run)) as run:
        rows = publish(run, flags.to, private=flags.private, even_offline=flags.even_offline)
    print_text(f"{flags.to}: {', '.join(f'{count:,} rows as {split}' for split, count in rows.items())}")
    return 0
