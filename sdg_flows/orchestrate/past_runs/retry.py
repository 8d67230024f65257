"""Discards unusable answers of a run, so that the same command asks for them again."""

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
from sdg_flows.orchestrate.past_runs.answers_behind import AnswersBehind, answers_behind
from sdg_flows.orchestrate.workdir.kept_runs import FinishedRun, finished_runs
from sdg_flows.orchestrate.workdir.work_dir import WorkDir
from sdg_flows.outputs.files.lines import parse_record
from sdg_flows.outputs.files.places import local_copy
from sdg_flows.outputs.past_runs.run_folders import KeptRun
from sdg_flows.outputs.run_folder.rejected_and_lineage import LINEAGE_KEYS, REJECTED_KEYS
from sdg_flows.storage.url import Place
from sdg_flows.teacher.answer_store.answer_uses import AnswerUses
from sdg_flows.teacher.answer_store.kept_replies import kept_replies

NO_ANSWER = frozenset(get_args(OutcomeName)) - PAID
"""Reasons of rows whose request was refused or failed: there is no answer that another draw may better."""
RowKey: TypeAlias = tuple[str, str]
"""A row by its pipeline and its id."""
FindAnswers: TypeAlias = Callable[[Sequence[Mapping[str, Any]]], Sequence[AnswersBehind | None]]
"""Gives the answers that rejected rows were read from."""


@dataclass(frozen=True)
class Retry:
    """The keys of the answers to discard, and the number of rejected rows or answers that are left, by reason."""

    answers: frozenset[str]
    left_out: Mapping[str, int]


@dataclass(frozen=True)
class Unusable:
    """A rejected row, the keys of the answers behind it, and the row that these made or were asked about."""

    row: RowKey
    answers: frozenset[str]
    source_row: RowKey


def plan_retry(work: WorkDir, run: KeptRun, reasons: Collection[str]) -> Retry:
    """Find the answers of a run that gave no row; with `reasons`, only of rows that were rejected for one of them.

    For a row that was rejected by a block that does not ask, it is the answer that the block read. Such rows count if
    they could not be parsed, or if their reason is among `reasons`. An answer that also gave other rows is not
    discarded, since another draw would take these rows away.

    Raises:
        SettingsError: the run has no row rejected for a given reason, or the work directory has no note of the run.
        DiskError: the answers cannot be read.
    """
    with local_copy(run.folder) as folder:
        rejected = list(_lines(folder / "rejected.jsonl", REJECTED_KEYS))
        unknown = sorted(set(reasons) - {row["reason"] for row in rejected})
        if unknown:
            found = listed({row["reason"] for row in rejected})
            raise SettingsError(f"--reason {unknown[0]}: {run.folder} has no row rejected so. Reasons there: {found}.")
        replies = partial(kept_replies, work.answers, until=_find_run(work, run.folder).finished)
        find_answers = partial(answers_behind, folder=folder, facts=run.facts, replies=replies, parsed_only=not reasons)
        unusable, left_out = _sort_rejected(rejected, reasons, find_answers)
        with_rows = _answers_with_rows(folder / "lineage.jsonl", unusable)
    if with_rows:
        left_out["gave other rows"] = len(with_rows)
    return Retry(_answers_of(unusable) - with_rows, left_out)


def discard_answers(work: WorkDir, run: KeptRun, retry: Retry) -> None:
    """Remove the checkpoints that depend on the answers, and mark the answers as superseded; they stay in the store.

    A second call changes nothing, so the same command can be repeated after an interruption.

    Raises:
        SettingsError: the work directory has no note of the run, or `--fresh` was given for its suite since.
        WorkDirInUse, DiskError: the work directory cannot be locked or written.
    """
    with work.lock():
        finished, suite = _find_run(work, run.folder), run.facts["suite"]
        if finished.fresh != work.count_fresh_draws(suite, add=False):
            raise SettingsError(
                f"{run.folder}: all answers of {suite} were drawn anew (--fresh) since. Retry a run that came after."
            )
        uses = AnswerUses(work.answers)
        try:
            for checkpoint in uses.checkpoints_using(retry.answers):
                (work.checkpoints / checkpoint).unlink(missing_ok=True)
            uses.discard(retry.answers)
        finally:
            uses.close()


def _sort_rejected(
    rejected: Iterable[dict[str, Any]], reasons: Collection[str], find_answers: FindAnswers
) -> tuple[list[Unusable], Counter[str]]:
    """Return the rows whose answers may be discarded, and the number of the others by why not."""
    found: list[Unusable] = []
    not_asked: list[dict[str, Any]] = []
    left_out: Counter[str] = Counter()
    for row in rejected:
        if reasons and row["reason"] not in reasons:
            left_out["other reason"] += 1
        elif row["answer_key"] is None:
            not_asked.append(row)
        elif not reasons and row["reason"] in NO_ANSWER:
            left_out[f"{row['reason']}: --reason {row['reason']} asks again"] += 1
        else:
            found.append(Unusable(_row_key(row), frozenset([row["answer_key"]]), _row_key(row)))
    for row, answers in zip(not_asked, find_answers(not_asked), strict=True):
        if answers and answers.keys:
            found.append(Unusable(_row_key(row), answers.keys, (row["pipeline"], answers.row_id)))
        else:
            why = "its answer is not known any more" if answers else "not asked there"
            left_out[f"{row['reason']} at {row['block']}: {why}"] += 1
    return found, left_out


def _answers_with_rows(lineage: Path, unusable: Iterable[Unusable]) -> set[str]:
    """Return those of the answers that also gave rows other than the rejected ones."""
    answers = _answers_of(unusable)
    rejected: dict[RowKey, set[str]] = {}
    made: dict[RowKey, set[str]] = {}
    for one in unusable:
        rejected.setdefault(one.row, set()).update(one.answers)
        made.setdefault(one.source_row, set()).update(one.answers)
    parents: set[RowKey] = set()
    for line in _lines(lineage, LINEAGE_KEYS):
        parent = (line["pipeline"], line["parent_id"])
        of = made.get(parent, set()) | answers.intersection([line["answer_key"]])
        if of:
            made.setdefault(_row_key(line), set()).update(of)
            parents.add(parent)
    last = (row for row in made if row not in parents)
    return {key for row in last for key in made[row] - rejected.get(row, set())}


def _answers_of(unusable: Iterable[Unusable]) -> frozenset[str]:
    return frozenset(key for one in unusable for key in one.answers)


def _row_key(line: Mapping[str, Any]) -> RowKey:
    return line["pipeline"], line[ROW_ID]


def _find_run(work: WorkDir, run: Place) -> FinishedRun:
    folder = str(run.resolve())
    finished = next((one for one in finished_runs(work) if one.folder == folder), None)
    if finished is None:
        raise SettingsError(f"{run}: the work directory {work} knows no run in this folder, and cannot retry it.")
    return finished


def _lines(file: Path, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    try:
        with file.open(encoding="utf-8") as lines:
            yield from (parse_record(line, f"{file}:{number}", *columns) for number, line in enumerate(lines, 1))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: cannot be read ({error}); expected the folder of a run") from error
