from __future__ import annotations

import sys
from collections.abc import Sequence

from sdg_flows.cli.arguments import parse_arguments
from sdg_flows.cli.terminal_text import print_text
from sdg_flows.core.errors import GenerateError
from sdg_flows.orchestrate.garbage_collection import collect_garbage_rarely, skip_final_collection


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `sdg-flows` and exit with its exit code."""
    skip_final_collection()
    flags = parse_arguments(arguments)
    try:
        with collect_garbage_rarely():
            sys.exit(flags.call(flags))
    except GenerateError as error:
        said = str(error)
        print_text(f"sdg-flows: {said}" if "\n" not in said else f"sdg-flows:\n{said}", file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
