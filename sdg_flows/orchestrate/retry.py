"""Giving up answers that could not be used, so that the run's own command asks for them once more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from sdg_flows.core.errors import SettingsError, listed
from sdg_flows.core.exchange import PAID, OutcomeName
from sdg_flows.orchestrate.kept_runs import FinishedRun, finished_runs
from sdg_flows.orchestrate.work_dir import WorkDir
from sdg_flows.outputs.lines import record_in
from sdg_flows.outputs.run_folders import KeptRun
from sdg_flows.outputs.trail import LINEAGE_LINE, REJECTED_LINE
from sdg_flows.storage.url import Place
from sdg_flows.teacher.uses import Uses

NO_ANSWER = frozenset(get_args(OutcomeName)) - PAID
"""Reasons of rows whose request was refused or failed: there is no answer that another draw may better."""


@dataclass(frozen=True)
class Retry:
    """The keys of the answers to be drawn anew, and how many were not, by why not."""

    answers: frozenset[str]
    left_out: Mapping[str, int]


def retry_of(run: Place, reasons: Collection[str]) -> Retry:
    """Find the answers of a run from which no row could be made; with `reasons`, those rejected for one of them only.

    An answer that gave rows beside the rejected one is left alone: another draw would take these rows away.

    Raises:
        SettingsError: the run has no rejected row for a reason that is named.
    """
    rejected = list(_rejected(run))
    unknown = sorted(set(reasons) - {row["reason"] for row in rejected})
    if unknown:
        found = listed({row["reason"] for row in rejected})
        raise SettingsError(f"--reason {unknown[0]}: {run} has no row rejected so. Reasons there: {found}.")
    asked, left_out = _sorted_out(rejected, reasons)
    gave_rows = _gave_rows(run, asked)
    if gave_rows:
        left_out["gave other rows"] = len(gave_rows)
    return Retry(frozenset(asked - gave_rows), left_out)


def draw_anew(work: WorkDir, run: KeptRun, retry: Retry) -> None:
    """Give up the answers: the checkpoints that rest on them are removed, the answers stay, superseded.

    The same again changes nothing, so what was broken off goes on with the same command.

    Raises:
        SettingsError: the work directory does not know the run, or `--fresh` was given for its suite since.
        WorkDirInUse, DiskError: the work directory cannot be held or written.
    """
    with work.held():
        noted, suite = _noted(work, run.folder), run.facts["suite"]
        if noted.fresh != work.fresh(suite, again=False):
            raise SettingsError(
                f"{run.folder}: all answers of {suite} were drawn anew (--fresh) since. Retry a run that came after."
            )
        uses = Uses(work.answers)
        try:
            for checkpoint in uses.resting_on(retry.answers):
                (work.checkpoints / checkpoint).unlink(missing_ok=True)
            uses.draw_anew(retry.answers)
        finally:
            uses.close()


def _sorted_out(rejected: list[dict[str, Any]], reasons: Collection[str]) -> tuple[set[str], Counter[str]]:
    """Give the answers that may be drawn anew, and the number of other rejected rows by why not."""
    asked: set[str] = set()
    left_out: Counter[str] = Counter()
    for row in rejected:
        if reasons and row["reason"] not in reasons:
            left_out["other reason"] += 1
        elif row["answer_key"] is None:
            left_out[f"{row['reason']} at {row['block']}: not asked there"] += 1
        elif not reasons and row["reason"] in NO_ANSWER:
            left_out[row["reason"]] += 1
        else:
            asked.add(row["answer_key"])
    return asked, left_out


def _gave_rows(run: Place, answers: Collection[str]) -> set[str]:
    """Give those of the answers from which other rows were made than the rejected ones."""
    rejected = {row["row_id"] for row in _rejected(run) if row["answer_key"] in answers}
    made = _lines(run / "lineage.jsonl", LINEAGE_LINE)
    return {row["answer_key"] for row in made if row["answer_key"] in answers and row["row_id"] not in rejected}


def _noted(work: WorkDir, run: Place) -> FinishedRun:
    folder = str(run.resolve())
    noted = next((one for one in finished_runs(work) if one.folder == folder), None)
    if noted is None:
        raise SettingsError(f"{run}: the work directory {work} knows no run in this folder, and cannot retry it.")
    return noted


def _rejected(run: Place) -> Iterator[dict[str, Any]]:
    return _lines(run / "rejected.jsonl", REJECTED_LINE)


def _lines(file: Place, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    try:
        with file.open(encoding="utf-8") as lines:
            yield from (record_in(line, f"{file}:{number}", *columns) for number, line in enumerate(lines, 1))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: cannot be read ({error}); expected the folder of a run") from error
