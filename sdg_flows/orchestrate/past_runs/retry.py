"""Discards answers that could not be used, so that the run's own command asks for them again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias, get_args

from sdg_flows.core.errors import SettingsError, listed
from sdg_flows.core.exchange import PAID, OutcomeName
from sdg_flows.core.table import ROW_ID
from sdg_flows.orchestrate.past_runs.answers_read import AnswersRead, answers_read
from sdg_flows.orchestrate.workdir.kept_runs import FinishedRun, finished_runs
from sdg_flows.orchestrate.workdir.work_dir import WorkDir
from sdg_flows.outputs.files.lines import record_in
from sdg_flows.outputs.files.places import here
from sdg_flows.outputs.past_runs.run_folders import KeptRun
from sdg_flows.outputs.run_folder.trail import LINEAGE_LINE, REJECTED_LINE
from sdg_flows.storage.url import Place
from sdg_flows.teacher.answer_store.answer_uses import AnswerUses
from sdg_flows.teacher.answer_store.kept_replies import kept_replies

NO_ANSWER = frozenset(get_args(OutcomeName)) - PAID
"""Reasons of rows whose request was refused or failed: there is no answer that another draw may better."""
RowOf: TypeAlias = tuple[str, str]
"""A row by its pipeline and its id."""
ReadOf: TypeAlias = Callable[[Sequence[Mapping[str, Any]]], Sequence[AnswersRead | None]]
"""Gives the answers that rejected rows were read from."""


@dataclass(frozen=True)
class Retry:
    """The keys of the answers to be drawn anew, and how many are not, by the reason."""

    answers: frozenset[str]
    left_out: Mapping[str, int]


@dataclass(frozen=True)
class Unusable:
    """A rejected row, the keys of the answers behind it, and the row that these made or were asked about."""

    row: RowOf
    answers: frozenset[str]
    of: RowOf


def retry_of(work: WorkDir, run: KeptRun, reasons: Collection[str]) -> Retry:
    """Find the answers of a run that gave no row; with `reasons`, only those rejected for one of them.

    Where the block that rejected a row had not asked, it is the answer that it read. Such rows count when they could
    not be parsed, and for any cause when their reason is named. An answer that gave rows beside the rejected one is
    left alone: another draw would take these rows away.

    Raises:
        SettingsError: the run has no rejected row for a reason that is named, or the work directory does not know it.
        DiskError: the answers cannot be read.
    """
    with here(run.folder) as folder:
        rejected = list(_lines(folder / "rejected.jsonl", REJECTED_LINE))
        unknown = sorted(set(reasons) - {row["reason"] for row in rejected})
        if unknown:
            found = listed({row["reason"] for row in rejected})
            raise SettingsError(f"--reason {unknown[0]}: {run.folder} has no row rejected so. Reasons there: {found}.")
        replies = partial(kept_replies, work.answers, until=_noted(work, run.folder).finished)
        read_of = partial(answers_read, folder=folder, facts=run.facts, replies=replies, parsed_only=not reasons)
        unusable, left_out = _sorted_out(rejected, reasons, read_of)
        gave_rows = _gave_rows(folder / "lineage.jsonl", unusable)
    if gave_rows:
        left_out["gave other rows"] = len(gave_rows)
    return Retry(_answers_of(unusable) - gave_rows, left_out)


def draw_anew(work: WorkDir, run: KeptRun, retry: Retry) -> None:
    """Discard the answers: the checkpoints that rest on them are removed, the answers stay, superseded.

    A second call changes nothing, so after an interruption the same command goes on.

    Raises:
        SettingsError: the work directory does not know the run, or `--fresh` was given for its suite since.
        WorkDirInUse, DiskError: the work directory cannot be held or written.
    """
    with work.lock():
        noted, suite = _noted(work, run.folder), run.facts["suite"]
        if noted.fresh != work.count_fresh_draws(suite, add=False):
            raise SettingsError(
                f"{run.folder}: all answers of {suite} were drawn anew (--fresh) since. Retry a run that came after."
            )
        uses = AnswerUses(work.answers)
        try:
            for checkpoint in uses.resting_on(retry.answers):
                (work.checkpoints / checkpoint).unlink(missing_ok=True)
            uses.draw_anew(retry.answers)
        finally:
            uses.close()


def _sorted_out(
    rejected: Iterable[dict[str, Any]], reasons: Collection[str], read_of: ReadOf
) -> tuple[list[Unusable], Counter[str]]:
    """Return the rows whose answers may be drawn anew, and the number of the others by why not."""
    found: list[Unusable] = []
    read_elsewhere: list[dict[str, Any]] = []
    left_out: Counter[str] = Counter()
    for row in rejected:
        if reasons and row["reason"] not in reasons:
            left_out["other reason"] += 1
        elif row["answer_key"] is None:
            read_elsewhere.append(row)
        elif not reasons and row["reason"] in NO_ANSWER:
            left_out[f"{row['reason']}: --reason {row['reason']} asks again"] += 1
        else:
            found.append(Unusable(_row(row), frozenset([row["answer_key"]]), _row(row)))
    for row, answers in zip(read_elsewhere, read_of(read_elsewhere), strict=True):
        if answers and answers.keys:
            found.append(Unusable(_row(row), answers.keys, (row["pipeline"], answers.row_id)))
        else:
            why = "its answer is not known any more" if answers else "not asked there"
            left_out[f"{row['reason']} at {row['block']}: {why}"] += 1
    return found, left_out


def _gave_rows(lineage: Path, unusable: Iterable[Unusable]) -> set[str]:
    """Return those of the answers from which other rows were made than the rejected ones."""
    answers = _answers_of(unusable)
    rejected: dict[RowOf, set[str]] = {}
    made: dict[RowOf, set[str]] = {}
    for one in unusable:
        rejected.setdefault(one.row, set()).update(one.answers)
        made.setdefault(one.of, set()).update(one.answers)
    parents: set[RowOf] = set()
    for line in _lines(lineage, LINEAGE_LINE):
        parent = (line["pipeline"], line["parent_id"])
        of = made.get(parent, set()) | answers.intersection([line["answer_key"]])
        if of:
            made.setdefault(_row(line), set()).update(of)
            parents.add(parent)
    last = (row for row in made if row not in parents)
    return {key for row in last for key in made[row] - rejected.get(row, set())}


def _answers_of(unusable: Iterable[Unusable]) -> frozenset[str]:
    return frozenset(key for one in unusable for key in one.answers)


def _row(line: Mapping[str, Any]) -> RowOf:
    return line["pipeline"], line[ROW_ID]


def _noted(work: WorkDir, run: Place) -> FinishedRun:
    folder = str(run.resolve())
    noted = next((one for one in finished_runs(work) if one.folder == folder), None)
    if noted is None:
        raise SettingsError(f"{run}: the work directory {work} knows no run in this folder, and cannot retry it.")
    return noted


def _lines(file: Path, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    try:
        with file.open(encoding="utf-8") as lines:
            yield from (record_in(line, f"{file}:{number}", *columns) for number, line in enumerate(lines, 1))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: cannot be read ({error}); expected the folder of a run") from error
