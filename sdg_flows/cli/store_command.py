from __future__ import annotations

import argparse
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sdg_flows.cli.argument_groups import non_negative_float
from sdg_flows.cli.terminal_text import print_text
from sdg_flows.core.errors import SettingsError
from sdg_flows.orchestrate.choices import Choices

if TYPE_CHECKING:
    from sdg_flows.orchestrate.workdir.pruning import Unneeded
    from sdg_flows.orchestrate.workdir.work_dir import WorkDir

HELP = """\
Show what a work directory keeps: answers by model, checkpoints, documents, and their sizes.

With --prune it tells what no run refers to, and with --yes it removes that. A run refers to its answers and checkpoints
as long as its folder is there: remove the folders of runs that you no longer want first. What a run that is not
finished has kept is never removed, unless --older-than gives the run up. Never while a run is going on.

With --copy-to it adds all that is kept to another work directory, here or at a URL, so that a run goes on there."""

EXAMPLES = """\
examples:
  sdg-flows store
  sdg-flows store --prune
  sdg-flows store --prune --older-than 30 --yes
  sdg-flows store --copy-to s3://bucket/sdg
exit codes:
  0 done   2 refused: no work directory   5 work directory in use   74 disk"""


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Define the help text, flags and handler of `sdg-flows store`."""
    command.description, command.epilog = HELP, EXAMPLES
    command.add_argument(
        "--work-dir", default=Choices.work_dir, metavar="DIR|URL", help="the folder (default: %(default)s)"
    )
    command.add_argument(
        "--prune", action="store_true", help="tell what no run refers to; removes nothing without --yes"
    )
    command.add_argument("--yes", action="store_true", help="remove what --prune tells")
    command.add_argument(
        "--older-than",
        type=non_negative_days,
        metavar="DAYS",
        help="remove only what is older, and give up unfinished runs that began before",
    )
    command.add_argument("--copy-to", metavar="DIR|URL", help="add all that is kept to this work directory")
    command.set_defaults(call=_execute)


def _execute(flags: argparse.Namespace) -> int:
    from sdg_flows.orchestrate.workdir.open_work_dir import open_work_dir, open_work_dir_read_only

    with open_work_dir_read_only(flags.work_dir) as work:
        if not work.answers.is_file():
            raise SettingsError(f"--work-dir {flags.work_dir}: keeps no answers. Expected the work directory of a run.")
        if not (flags.prune or flags.copy_to):
            if flags.yes or flags.older_than is not None:
                raise SettingsError("--yes, --older-than: say what --prune does. Add --prune.")
            _show(work)
            return 0
    with open_work_dir(flags.work_dir) as work, work.lock():
        if flags.prune:
            _prune(work, flags)
        if flags.copy_to:
            _copy(work, flags.copy_to)
    return 0


def _copy(work: WorkDir, to: str) -> None:
    from sdg_flows.orchestrate.workdir.work_dir_copy import copy_work_dir
    from sdg_flows.outputs.figures import counted

    done = copy_work_dir(work, to)
    came = [counted(done.answers, "answer"), counted(done.checkpoints, "checkpoint"), counted(done.runs, "note")]
    print_text(f"{to}: {', '.join(came)} of runs and {counted(done.reviews, 'file')} of reviews came there")


def _show(work: WorkDir) -> None:
    from sdg_flows.orchestrate.workdir.kept_runs import finished_runs, unfinished_runs
    from sdg_flows.teacher.answer_store.pruning import answers_by_model

    models = answers_by_model(work.answers)
    store = sum(path.stat().st_size for path in work.root.glob(f"{work.answers.name}*"))
    print_text(f"answers      {sum(one.count for one in models):>9,}  {_size(store):>9}")
    for one in models:
        print_text(f"  {one.count:>19,}  of {one.model}, {_day(one.oldest)} to {_day(one.newest)}")
    for called in ("checkpoints", "converted", "documents", "reviews"):
        count, size = _in_folder(work.root / called)
        print_text(f"{called:<12} {count:>9,}  {_size(size):>9}")
    finished = [run.exists for run in finished_runs(work)]
    print_text(f"finished runs {len(finished):>8,}  the folders of {finished.count(False)} are gone")
    for run in unfinished_runs(work):
        print_text(f"unfinished    {run.pipeline}, begun {_day(run.begun)}")
    _show_prefect(work)


def _show_prefect(work: WorkDir) -> None:
    """Print the size of Prefect's database and log on this machine; a server elsewhere keeps its own."""
    if work.server_log.exists():
        print_text(f"server log   {_size(work.server_log.stat().st_size):>20}")
    home = Path(os.environ.get("PREFECT_HOME", "~/.prefect")).expanduser()
    size = sum(path.stat().st_size for path in home.glob("prefect.db*"))
    if size:
        print_text(f"Prefect      {_size(size):>20}  {home / 'prefect.db'}, which all work directories share")


def _prune(work: WorkDir, flags: argparse.Namespace) -> None:
    from sdg_flows.orchestrate.workdir.pruning import remove, unneeded

    found = unneeded(work, flags.older_than)
    size = work.answers.stat().st_size
    _print_unneeded(found)
    if not flags.yes:
        print_text("Nothing was removed. Add --yes to remove it.", file=sys.stderr)
        return
    remove(work, found)
    print_text(f"removed; the answer store was {_size(size)} and is {_size(work.answers.stat().st_size)}")


def _print_unneeded(found: Unneeded) -> None:
    for folder in found.gone:
        print_text(f"run gone     {folder}")
    print_text(f"answers      {found.answers:>9,}  {_size(found.answer_bytes):>9}  that no run refers to")
    print_text(f"checkpoints  {len(found.checkpoints):>9,}  {_size(sum(found.checkpoints.values())):>9}  likewise")


def _in_folder(folder: Path) -> tuple[int, int]:
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return len(sizes), sum(sizes)


def _size(count: float) -> str:
    """Return a number of bytes in the largest unit in which it is 1 or more."""
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} TB"


def _day(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds).astimezone():%Y-%m-%d %H:%M}"


def non_negative_days(text: str) -> float:
    """Parse a number of days from 0 up."""
    return non_negative_float(text, "a number of days from 0 up")
