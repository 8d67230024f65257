from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from sdg_flows.cli.terminal_text import print_json
from sdg_flows.core.errors import SettingsError
from sdg_flows.orchestrate.choices import Choices

if TYPE_CHECKING:
    from sdg_flows.outputs.past_runs.run_folders import KeptRun

HELP = """\
Tell the story of a row: what it comes from, each step with its prompt and answer, and why it stayed or left.

ROW is a row_id as messages.jsonl, generated/ and rejected.jsonl have it, or how it begins; or a line of such a file, or
of train.jsonl, by the file's name or its path. Answers are read from the work directory of the run. Prompts are not
kept: they are made again from the flow file, and the key of the answer shows whether they are those that were asked.
Nothing is asked."""

EXAMPLES = """\
examples:
  sdg-flows why train.jsonl:1
  sdg-flows why out/simple-2026-01-31T12-00-00/rejected.jsonl:1 --full
  sdg-flows why 1f661750 --run out/simple-2026-01-31T12-00-00 --json
exit codes:
  0 told   2 refused: no such row, or several   74 the answer store cannot be read"""


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Define the help text, flags and handler of `sdg-flows why`."""
    command.description, command.epilog = HELP, EXAMPLES
    command.add_argument("row", metavar="ROW", help="a row_id, how it begins, or FILE:LINE")
    command.add_argument(
        "--run", metavar="RUN", help="a run's folder or its name (default: the newest that has the row)"
    )
    command.add_argument(
        "--output", default=Choices.output, metavar="DIR|URL", help="folder of runs (default: %(default)s)"
    )
    command.add_argument("--work-dir", metavar="DIR|URL", help="where the answers are (default: as the run says)")
    command.add_argument("--full", action="store_true", help="show long texts whole")
    command.add_argument("--json", action="store_true", help="print one JSON object, and nothing else")
    command.set_defaults(call=_execute)


def _execute(flags: argparse.Namespace) -> int:
    from sdg_flows.cli.kept_answers import open_replies
    from sdg_flows.orchestrate.past_runs.replay import replay_row
    from sdg_flows.orchestrate.workdir.open_work_dir import open_work_dir_read_only
    from sdg_flows.outputs.past_runs.row_history import row_history

    run, row_id = _find_row(flags)
    story = row_history(run, row_id)
    named = flags.work_dir or run.facts["settings"]["work_dir"]
    with open_work_dir_read_only(named) as work:
        replies, note = open_replies(work.answers, named)
        replay = replay_row(run.facts, story, replies)
    notes = [one for one in (note, replay.note) if one]
    if flags.json:
        from sdg_flows.orchestrate.past_runs.story_json import story_json

        row = {"run": str(run.folder), **story_json(story, replay, notes)}
        print_json(row)
    else:
        from sdg_flows.cli.why_page import show

        show(run, story, replay, notes, full=flags.full)
    return 0


def _find_row(flags: argparse.Namespace) -> tuple[KeptRun, str]:
    """Return the run and the id of the row that is asked for.

    Raises:
        SettingsError: there is no such row, or more than one.
    """
    from sdg_flows.outputs.past_runs.row_ids import check_row_id, matching_row_ids, nearest_row_id
    from sdg_flows.outputs.past_runs.run_folders import find_run, run_containing, runs_in
    from sdg_flows.storage.url import place

    check_row_id(flags.row)
    file, _, line = flags.row.rpartition(":")
    if not flags.run and (around := run_containing(file)):
        run, name = around
        return run, matching_row_ids(run, f"{name}:{line}")[0]
    runs = [find_run(flags.run, flags.output)] if flags.run else runs_in(place(flags.output, "--output"))[::-1]
    if not runs:
        raise SettingsError(f"{flags.output}: no run is there. Give the folder of runs with --output, or a --run.")
    for run in runs:
        ids = matching_row_ids(run, flags.row)
        if len(ids) > 1:
            raise SettingsError(
                f"{flags.row}: so begin several rows of {run.folder}, such as {', '.join(ids[:3])}. Give more digits."
            )
        if ids:
            return run, ids[0]
    near = nearest_row_id(runs[0], flags.row)
    where = runs[0].folder if len(runs) == 1 else f"any of the {len(runs)} runs in {flags.output}"
    hint = f"Did you mean {near!r}?" if near else "`sdg-flows why train.jsonl:1` tells of the first row trained on."
    raise SettingsError(f"{flags.row}: no row of that id is in {where}. {hint}")
