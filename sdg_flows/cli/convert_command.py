from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sdg_flows.cli.terminal_text import print_text
from sdg_flows.core.errors import DiskError, SettingsError

HELP = """\
Write a flow file of the SDG Framework or of sdg_hub as one with version and blocks. Such files run as they are; convert
one to edit it. What could not be said is told on stderr. No file is written over, and comments are not kept."""

EXAMPLES = """\
examples:
  sdg-flows convert synth_skills.yaml --output my_suite/freeform_skills.yaml
  sdg-flows convert flow.yaml"""


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Define the help text, flags and handler of `sdg-flows convert`."""
    command.description, command.epilog = HELP, EXAMPLES
    command.add_argument("file", metavar="FILE", help="the flow file")
    command.add_argument("--to", choices=["v1"], default="v1", help="the dialect to write (default: v1)")
    command.add_argument("--output", metavar="FILE", help="write it to a new file (default: print it)")
    command.set_defaults(call=_execute)


def _execute(flags: argparse.Namespace) -> int:
    from sdg_flows.flowfile.convert import to_v1

    output = None if flags.output is None else Path(flags.output)
    if output is not None and output.exists():
        raise SettingsError(f"--output {flags.output!r} is there already, and no file is written over. Choose another.")
    converted = to_v1(Path(flags.file), Path() if output is None else output.parent)
    for warning in converted.warnings:
        print_text(warning, file=sys.stderr)
    if output is None:
        print_text(converted.text, end="")
    else:
        _write(output, converted.text)
        print_text(output)
    return 0


def _write(output: Path, text: str) -> None:
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise DiskError(f"{output}: the flow file cannot be written: {error.strerror}") from error
