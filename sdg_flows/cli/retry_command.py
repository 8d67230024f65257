from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping

from sdg_flows.cli.argument_groups import display_arguments, exit_code_arguments
from sdg_flows.cli.terminal_text import print_text
from sdg_flows.core.errors import SettingsError
from sdg_flows.orchestrate.choices import Choices

HELP = """\
Ask again what came back unusable in a run: answers that were cut, filtered, refused, malformed or could not be read.

The same requests are asked as new draws, and all of the run is written to a new folder beside it: its rows, and those
won back. Earlier answers stay in the store. With temperature 0 and no seed a server may well give the same answer. An
answer that gave rows besides is left alone. Where a parser of its own could not read an answer, that answer is asked
for again. What a filter left out is wanted so, and a request that the server refused is refused again: these are asked
for again when --reason names their reason, such as `filter_not_met`, or `too_long` once the server takes more tokens.
Call it where the run was made; the files of the flow are read as they are now. The same command again goes on with what
was broken off; to draw once more, retry the new run."""

EXAMPLES = """\
examples:
  sdg-flows retry out/simple-2026-01-31T12-00-00
  sdg-flows retry simple-2026-01-31T12-00-00 --reason cut --reason malformed
exit codes: as those of `sdg-flows run`"""


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Define the help text, flags and handler of `sdg-flows retry`."""
    command.description, command.epilog = HELP, EXAMPLES
    command.add_argument("run", metavar="RUN", help="the run's folder, or its name below ./out")
    command.add_argument(
        "--reason",
        action="append",
        default=[],
        metavar="REASON",
        help="rows rejected for this reason, as rejected.jsonl has it; may be given again (default: see above)",
    )
    exit_code_arguments(command)
    display_arguments(command)
    command.set_defaults(call=_execute)


def _execute(flags: argparse.Namespace) -> int:
    from sdg_flows.cli.running import choices_of, run
    from sdg_flows.orchestrate.past_runs.retry import discard_answers, plan_retry
    from sdg_flows.orchestrate.workdir.open_work_dir import open_work_dir
    from sdg_flows.outputs.past_runs.run_folders import find_run

    kept = find_run(flags.run, Choices.output)
    as_before = argparse.Namespace(**{**kept.facts["settings"], "fresh": False, "publish": None, **vars(flags)})
    choices = choices_of(as_before)
    _check_teacher(choices, offline=kept.facts["offline"])
    with open_work_dir(choices.work_dir) as work:
        retry = plan_retry(work, kept, flags.reason)
        if not flags.quiet and not flags.json:
            _print_retry(len(retry.answers), retry.left_out)
        if not retry.answers:
            return 0
        discard_answers(work, kept, retry)
    return run(as_before)


def _check_teacher(choices: Choices, *, offline: bool) -> None:
    """Refuse to ask an endpoint about a run that was made offline, and the other way round."""
    from sdg_flows.orchestrate.teacher_settings import teacher_settings

    now = teacher_settings(choices, os.environ)
    if (now.endpoint is None) != offline:
        was, found = ("the offline teacher", now.endpoint) if offline else ("an endpoint", "no endpoint")
        raise SettingsError(f"OPENAI_BASE_URL: the run was answered by {was}, and now there is {found}.")


def _print_retry(answers: int, left_out: Mapping[str, int]) -> None:
    print_text(f"asking {answers} answers anew", file=sys.stderr)
    for why, count in left_out.items():
        print_text(f"  left as they are: {count} ({why})", file=sys.stderr)
