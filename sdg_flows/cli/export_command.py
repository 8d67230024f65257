from __future__ import annotations

import argparse

from sdg_flows.cli.terminal_text import print_text

HELP = """\
Write the rows of a run in another form: messages, sharegpt or alpaca for chats, preference for pairs of answers.

The system message goes first in messages and sharegpt, and is the column `system` in alpaca. Alpaca has earlier turns
in `history`; rows in which user and assistant do not speak by turns are left out there, and counted.

Preference takes rows with `prompt`, `chosen` and `rejected`, as nemotron/preference makes them, and writes each of the
three as a list of messages, as the DPOTrainer of TRL reads them. The system message of a run goes first in `prompt`; a
file of such rows is given none."""

EXAMPLES = """\
examples:
  sdg-flows export out/simple-2026-03-14T09-00-00 --form sharegpt --output sharegpt.jsonl
  sdg-flows export mixed.jsonl --form alpaca --output alpaca.jsonl
  sdg-flows export out/nemotron-preference-2026-03-14T09-00-00 --form preference --output pairs.jsonl"""

FORMS = ("messages", "sharegpt", "alpaca", "preference")
_LEFT_OUT = {
    "alpaca": "alpaca has no place for their turns",
    "preference": "they have no prompt, chosen and rejected",
}


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Define the help text, flags and handler of `sdg-flows export`."""
    command.description, command.epilog = HELP, EXAMPLES
    command.add_argument("source", metavar="RUN", help="the folder of a run, or a file of its rows as JSON lines")
    command.add_argument("--form", required=True, choices=FORMS, help="the form of the rows")
    command.add_argument("--output", required=True, metavar="FILE", help="the file to write, over one that is there")
    command.set_defaults(call=_execute)


def _execute(flags: argparse.Namespace) -> int:
    from sdg_flows.outputs.export.exporting import export
    from sdg_flows.outputs.figures import counted
    from sdg_flows.outputs.files.places import writable_file
    from sdg_flows.storage.url import place

    with writable_file(place(flags.output, "--output")) as output:
        done = export(place(flags.source), flags.form, output)
    left_out = f"; {done.left_out} left out: {_LEFT_OUT[flags.form]}" if done.left_out else ""
    print_text(f"{flags.output}: {counted(done.rows, 'row')}{left_out}")
    return 0
