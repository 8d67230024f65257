from __future__ import annotations

import argparse
from pathlib import Path

from sdg_flows.cli.terminal_text import print_text
from sdg_flows.core.errors import DiskError

HELP = """\
Print the JSON Schema of flow files, by which an editor completes block types and their settings, and marks mistakes."""

EXAMPLES = """\
examples:
  sdg-flows schema --output flow.schema.json
and in the first line of a flow file beside it:
  # yaml-language-server: $schema=flow.schema.json"""


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Define the help text, flags and handler of `sdg-flows schema`."""
    command.description, command.epilog = HELP, EXAMPLES
    command.add_argument("--output", metavar="FILE", help="write it to a file (default: print it)")
    command.set_defaults(call=_execute)


def schema_text() -> str:
    """Return the schema as it is printed."""
    import json

    from sdg_flows.flowfile.known_blocks import known_blocks
    from sdg_flows.flowfile.schema import flow_schema

    return json.dumps(flow_schema(known_blocks()), indent=2, ensure_ascii=False) + "\n"


def _execute(flags: argparse.Namespace) -> int:
    if flags.output is None:
        print_text(schema_text(), end="")
        return 0
    try:
        Path(flags.output).write_text(schema_text(), encoding="utf-8")
    except OSError as error:
        raise DiskError(f"{flags.output}: the schema cannot be written: {error.strerror}") from error
    print_text(flags.output)
    return 0
