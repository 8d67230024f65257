from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from sdg_flows.cli.arguments import parser
from sdg_flows.core.errors import GenerateError


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `sdg-flows` and leave with its exit code."""
    flags = parser().parse_args(arguments)
    try:
        sys.exit(_called(flags))
    except GenerateError as error:
        print(f"sdg-flows: {error}" if "\n" not in str(error) else f"sdg-flows:\n{error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)


def _called(flags: argparse.Namespace) -> int:
    if flags.list_pipelines:
        from sdg_flows.cli.listing import pipelines_listed

        return pipelines_listed()
    if flags.check:
        from sdg_flows.cli.checking import columns_walked

        return columns_walked(flags)
    from sdg_flows.cli.running import run

    return run(flags)
