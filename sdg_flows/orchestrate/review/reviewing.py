"""Collects the verdicts of reviewers, which a `HumanReviewBlock` waits for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa

from sdg_flows.blocks.human_review import APPROVED, REJECTED, VERDICT
from sdg_flows.core.errors import GenerateError, Problem, SettingsError
from sdg_flows.core.identity import digest
from sdg_flows.core.rows import Rows
from sdg_flows.core.table import ROW_ID
from sdg_flows.orchestrate.review.review_file import Line, displayed_text, read_lines, to_line, write_lines
from sdg_flows.orchestrate.workdir.work_dir import WorkDir
from sdg_flows.storage.url import Place

_MAX_PROBLEMS = 5


class ReviewAwaited(GenerateError):  # noqa: N818  named for what is the case
    """Rows wait for review. All answers are kept, and the same command continues when every row has a verdict."""

    def __init__(self, block: str, file: Place, waiting: int, rows: int, problems: Sequence[Problem]) -> None:
        self.block, self.file, self.waiting, self.rows = block, file, waiting, rows
        shown = "".join(f"{problem}\n" for problem in problems[:_MAX_PROBLEMS])
        super().__init__(
            f"{shown}{block}: {waiting:,} of {rows:,} rows wait for people, in {file}. Write approved or rejected into "
            "the verdict of each line, and give the same command again; no answer is asked for again."
        )


def verdicts_of_people(gists: Rows, pipeline: str, block: str, work: WorkDir) -> Iterator[pa.Table]:
    """Return an iterator with the verdicts on the rows of each part of `gists`, with the columns of `VERDICT`.

    The rows are in a file of the work directory that is named after their content. Verdicts of the block's earlier
    files are reused for rows that look the same to reviewers.

    Raises:
        ReviewAwaited: some rows have no verdict.
        DiskError: the file cannot be read or written.
    """
    lines = [to_line(row) for row in gists.dicts()]
    name = f"{pipeline}.{block}-{digest(*map(displayed_text, lines))[:12]}.jsonl"
    file = work.reviews / name
    if not file.exists():
        write_lines(_with_verdicts_of(lines, _earlier_lines(pipeline, block, work)), file)
    found, problems = read_lines(file)
    verdicts = {line[ROW_ID]: line for line in found if line.get("verdict")}
    waiting = sum(line[ROW_ID] not in verdicts for line in lines)
    if waiting:
        address: Place = work.mirror.url / "reviews" / name if work.mirror else file
        shown = [replace(problem, file=str(address)) for problem in problems]
        raise ReviewAwaited(block, address, waiting, len(lines), shown)
    return (_verdict(table[ROW_ID].to_pylist(), verdicts) for table in gists.tables([ROW_ID]))


def write_verdicts(
    file: Place, *, approve: Collection[str], reject: Collection[str], rest: str, note: str, other: Place | None
) -> None:
    """Write verdicts into the lines of the file that have none: by ids or their beginnings, and `rest` for the others.

    `rest` is a verdict, or empty to leave them without one. Verdicts in the `other` file take precedence, for rows that
    look the same to reviewers.

    Raises:
        SettingsError: no row has such an id.
        DiskError: a file cannot be read or written.
    """
    lines, _ = read_lines(file)
    for named in (*approve, *reject):
        if not any(line[ROW_ID].startswith(named) for line in lines):
            raise SettingsError(f"{named}: no row that waits in {file} has this id, or one that begins so.")
    if other is not None:
        lines = _with_verdicts_of(lines, read_lines(other)[0])

    def with_verdict(line: Line) -> Line:
        if line.get("verdict"):
            return line
        named = {APPROVED: approve, REJECTED: reject}
        verdict = next((name for name, ids in named.items() if line[ROW_ID].startswith(tuple(ids))), rest)
        return {**line, "verdict": verdict, "note": note if verdict == REJECTED else line.get("note", "")}

    write_lines(map(with_verdict, lines), file)


def _earlier_lines(pipeline: str, block: str, work: WorkDir) -> Iterator[Line]:
    """Yield the lines of the block's files, the oldest first."""
    files = sorted(work.reviews.glob(f"{pipeline}.{block}-*.jsonl"), key=lambda file: file.stat().st_mtime)
    for file in files:
        yield from read_lines(file)[0]


def _with_verdicts_of(lines: Sequence[Line], others: Iterator[Line] | Sequence[Line]) -> list[Line]:
    """Return the lines, replaced by those of `others` with the same text that have a verdict."""
    verdicts = {displayed_text(other): other for other in others if other.get("verdict")}
    return [verdicts.get(displayed_text(line), line) for line in lines]


def _verdict(ids: Sequence[str], verdicts: Mapping[str, Mapping[str, Any]]) -> pa.Table:
    rows = [
        {ROW_ID: one, "verdict": verdicts[one]["verdict"], "note": verdicts[one].get("note") or None} for one in ids
    ]
    return pa.Table.from_pylist(rows, VERDICT)
