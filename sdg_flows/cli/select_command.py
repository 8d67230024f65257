from __future__ import annotations

import argparse

from sdg_flows.cli.terminal_text import print_text

HELP = """\
Select the rows of a file that stand best for all of them: fewer rows, and of near-duplicates one.

Rows are compared by the pieces of text that they share. They are written unchanged and in their order, exactly as many
as asked for. A file of more than 2,000 rows is compared in folds of rows that follow one another: near-duplicates in
two folds may both be chosen. The same file and seed give the same rows."""

EXAMPLES = """\
examples:
  sdg-flows select out/RUN/messages.jsonl --size 0.1 --output fewer.jsonl
  sdg-flows select seeds.jsonl --size 500 --column question --output fewer.jsonl"""


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Define the help text, flags and handler of `sdg-flows select`."""
    command.description, command.epilog = HELP, EXAMPLES
    command.add_argument("file", metavar="FILE", help="rows as JSON lines, a path or a URL")
    command.add_argument("--size", required=True, metavar="N", help="how many rows, or a share of all such as 0.1")
    command.add_argument("--output", required=True, metavar="FILE", help="the file to write, over one that is there")
    command.add_argument(
        "--column", default="messages", metavar="NAME", help="the column that is compared (default: %(default)s)"
    )
    command.add_argument(
        "--seed", type=int, default=42, metavar="N", help="decides among equals (default: %(default)s)"
    )
    command.set_defaults(call=_execute)


def _execute(flags: argparse.Namespace) -> int:
    from sdg_flows.outputs.files.places import writable_file
    from sdg_flows.outputs.selection.selected_file import select
    from sdg_flows.storage.url import place

    with writable_file(place(flags.output, "--output")) as output:
        done = select(flags.file, flags.size, output, column=flags.column, seed=flags.seed)
    compared = f", compared in {done.folds} folds" if done.folds > 1 else ""
    print_text(f"{flags.output}: {done.rows:,} of {done.of:,} rows{compared}")
    return 0
