from __future__ import annotations

import argparse

from sdg_flows.cli.argument_groups import (
    CollectPairs,
    block_token_limit,
    display_arguments,
    positive_int,
    storage_arguments,
    teacher_arguments,
)
from sdg_flows.orchestrate.choices import Choices

HELP = """\
Generate training data: run a suite's flow files over a taxonomy or a table.

Without --taxonomy and --input it reads ./taxonomy or, when that is not there, the example that travels in the
package. Without --endpoint, --teacher and OPENAI_BASE_URL the teacher is offline: good for trying out flows, not for
training. The same command again asks nothing that was answered before. It never overwrites another run's folder."""

EXAMPLES = """\
examples:
  python -m sdg_flows.run --pipeline simple
  python -m sdg_flows.run --pipeline simple --taxonomy taxonomy/ --endpoint http://localhost:8000/v1
  python -m sdg_flows.run --pipeline my_flow.yaml --input seeds.jsonl --teacher teacher.yaml
  python -m sdg_flows.run --pipeline simple --work-dir s3://bucket/sdg --output s3://bucket/data
  python -m sdg_flows.run --pipeline simple --check
environment:
  OPENAI_API_KEY    the key, read from here only
  OPENAI_BASE_URL   the address when --endpoint is not given
  PREFECT_API_URL   a Prefect server of your own; without it one is started for the run
exit codes:
  0 done   2 refused, nothing asked   3 more rows rejected than --max-rejected   4 key or quota refused
  5 work directory in use   74 disk   75 stopped, the same command resumes   130/143 interrupted"""

OTHER_FLAGS = """\
Any other flag of `sdg-flows run` is taken too, as one line is made of the other, and changes nothing here."""
_RUN_FLAGS = (
    "output",
    "system_prompt",
    "save_path",
    "fresh",
    "max_rejected",
    "accept_partial",
    "quiet",
    "runner",
    "address",
    "workers",
    "save_freq",
)
"""Flags, by where their values go, that only say what becomes of a run's rows, and how a whole run goes about."""

DEBUG_ROWS = 30
FRAMEWORK = """\
--ds_path, --flow, --save_path and --checkpoint_dir are other spellings of --input, --pipeline, --save-path and
--work-dir. --num_workers N with --bs ROWS is --max-in-flight N x ROWS."""


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Define the help text, flags and handler of `sdg-flows run`."""
    command.description, command.epilog = HELP, EXAMPLES
    pipeline_arguments(command)
    teacher_arguments(command)
    storage_arguments(command)
    display_arguments(command)
    _runner_arguments(command)
    _framework_arguments(command)
    command.set_defaults(call=_execute)


def _execute(flags: argparse.Namespace) -> int:
    apply_framework_flags(flags)
    code = list_or_check(flags)
    if code is not None:
        return code
    from sdg_flows.cli.running import run

    return run(flags)


def apply_framework_flags(flags: argparse.Namespace) -> None:
    """Translate the flags of the SDG Framework into ours, unless ours were given."""
    if flags.num_workers and flags.max_in_flight is None:
        flags.max_in_flight = flags.num_workers * flags.bs
    if flags.debug and flags.limit is None:
        flags.limit = DEBUG_ROWS


def list_or_check(flags: argparse.Namespace) -> int | None:
    """Run --list-pipelines or --check, and return the exit code; None when neither was given."""
    if flags.list_pipelines:
        from sdg_flows.cli.listing import list_pipelines

        return list_pipelines()
    if flags.check:
        from sdg_flows.cli.checking import print_columns

        return print_columns(flags)
    return None


def hide_run_flags(command: argparse.ArgumentParser) -> None:
    """Hide from a command's help the flags of `run` that it accepts but that have no effect there."""
    for flag in command._actions:  # pyright: ignore[reportPrivateUsage]  argparse has no public way to its flags
        if flag.dest in _RUN_FLAGS:
            flag.help = argparse.SUPPRESS
    command._mutually_exclusive_groups.clear()  # pyright: ignore[reportPrivateUsage]  usage has no words for a hidden one


def pipeline_arguments(run: argparse.ArgumentParser) -> None:
    """Add the flags for pipeline, input and output."""
    what = run.add_argument_group("what to make")
    what.add_argument(
        "--pipeline",
        "--flow",
        default=Choices.pipeline,
        metavar="NAME|DIR|FILE",
        help="a suite's name, a folder of flow files, or one flow file (default: %(default)s)",
    )
    what.add_argument("--taxonomy", metavar="DIR", help="a folder with knowledge/ and compositional_skills/")
    what.add_argument("--taxonomy-base", metavar="REF", help="read only leaves that differ from a git branch or commit")
    what.add_argument(
        "--input", "--ds_path", metavar="FILE", help="a table instead: .jsonl, .parquet or .csv, a path or a URL"
    )
    what.add_argument(
        "--num-instructions",
        type=positive_int,
        default=Choices.num_instructions,
        metavar="N",
        help="draws a row where a flow file says `n: scaled` (default: %(default)s)",
    )
    what.add_argument(
        "--max-tokens",
        type=block_token_limit,
        action=CollectPairs,
        metavar="BLOCK=N",
        help="most tokens of a block's answers",
    )
    what.add_argument("--system-prompt", metavar="TEXT", help="system message of training rows (default: the family's)")
    what.add_argument(
        "--limit", type=positive_int, metavar="N", help="read the first N input rows of each pipeline only"
    )
    what.add_argument(
        "--output", default=Choices.output, metavar="DIR|URL", help="folder of runs (default: %(default)s)"
    )
    what.add_argument(
        "--save-path", "--save_path", metavar="FILE", help="write every input row, in order, with what was made of it"
    )
    what.add_argument("--check", action="store_true", help="print each block and the columns after it; asks nothing")
    what.add_argument("--list-pipelines", action="store_true", help="print the suites, where they lie, and stop")


def _runner_arguments(run: argparse.ArgumentParser) -> None:
    where = run.add_argument_group("where it runs")
    where.add_argument(
        "--runner",
        choices=("local", "dask", "ray"),
        default=Choices.runner,
        help="this process, or the workers of a cluster (default: %(default)s)",
    )
    where.add_argument("--address", metavar="URL", help="the cluster's address (default: one started for this run)")
    where.add_argument("--workers", type=positive_int, metavar="N", help="processes of a cluster started here")


def _framework_arguments(run: argparse.ArgumentParser) -> None:
    """Accept the flags of the SDG Framework's command line that have no equivalent here."""
    framework = run.add_argument_group("flags of the SDG Framework", FRAMEWORK)
    framework.add_argument("--bs", type=positive_int, default=8, metavar="ROWS", help="rows of a split (default: 8)")
    framework.add_argument(
        "--num_workers", type=positive_int, metavar="N", help="splits that are asked for at one time"
    )
    framework.add_argument("--save_freq", type=positive_int, metavar="N", help="without effect: every answer is kept")
    framework.add_argument("--debug", action="store_true", help="the same as --limit 30")
