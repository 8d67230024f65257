from __future__ import annotations

import argparse

from sdg_flows.cli.argument_groups import positive_int
from sdg_flows.cli.terminal_text import print_json, print_text
from sdg_flows.orchestrate.choices import Choices

HELP = """\
Let a run stand as a new version of a data set beside the earlier ones, with a diff, if a row has changed.

DIR/versions/ gets a copy of the run's folder, with diff.md and diff.json beside its files; DIR/latest.json then names
it. A reader finds the version before or the new one, each whole, also at a URL. Without a changed row nothing is
written. The deployment `nightly` does the same at the end of each run (docs/schedule.md)."""

EXAMPLES = """\
examples:
  sdg-flows publish simple-2026-01-31T12-00-00 --to published
  sdg-flows publish out/simple-2026-01-31T12-00-00 --to s3://bucket/sea --keep 30
exit codes:
  0 published, or nothing has changed   2 refused: no such run, or the latest version is gone   74 disk"""


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Define the help text, flags and handler of `sdg-flows publish`."""
    command.description, command.epilog = HELP, EXAMPLES
    command.add_argument("run", metavar="RUN", help="a run's folder, or its name below --output")
    command.add_argument("--to", required=True, metavar="DIR|URL", help="where the versions stand")
    command.add_argument("--keep", type=positive_int, metavar="N", help="the newest versions to keep (default: all)")
    command.add_argument(
        "--output", default=Choices.output, metavar="DIR|URL", help="folder of runs (default: %(default)s)"
    )
    command.add_argument("--json", action="store_true", help="print one JSON object, and nothing else")
    command.set_defaults(call=_execute)


def _execute(flags: argparse.Namespace) -> int:
    from sdg_flows.outputs.past_runs.run_folders import find_run
    from sdg_flows.outputs.published.versions import describe, publish
    from sdg_flows.storage.objects import check_reachable
    from sdg_flows.storage.url import place

    to = check_reachable(place(flags.to, "--to"), "--to")
    publication = publish(find_run(flags.run, flags.output), to, flags.keep)
    if flags.json:
        version = publication.version
        told = {
            "version": None if version is None else str(version),
            "before": publication.before,
            "removed": publication.removed,
        }
        print_json(told)
    else:
        print_text(describe(publication))
    return 0
