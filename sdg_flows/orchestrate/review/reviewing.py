"""The verdicts of people on rows, which a `HumanReviewBlock` waits for."""

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
from sdg_flows.orchestrate.review.review_file import Line, line_of, read_lines, seen, write_lines
from sdg_flows.orchestrate.workdir.work_dir import WorkDir
from sdg_flows.storage.url import Place

_MOST_TOLD = 5


class ReviewAwaited(GenerateError):  # noqa: N818  named for what is the case
    """Rows wait for people; what was answered is kept, and the same command goes on when all are judged."""

    def __init__(self, block: str, file: Place, waiting: int, rows: int, problems: Sequence[Problem]) -> None:
        self.block, self.file, self.waiting, self.rows = block, file, waiting, rows
        told = "".join(f"{problem}\n" for problem in problems[:_MOST_TOLD])
        super().__init__(
            f"{told}{block}: {waiting:,} of {rows:,} rows wait for people, in {file}. Write approved or rejected into "
            "the verdict of each line, and give the same command again; no answer is asked for again."
        )


def reviewed(gists: Rows, pipeline: str, block: str, work: WorkDir) -> Iterator[pa.Table]:
    """Yield, for each part of `gists`, the verdicts on its rows, with the columns of `VERDICT`.

    The rows wait in a file of the work directory, named after their content. Verdicts in an earlier file of the block
    are taken over where people saw the same.

    Raises:
        ReviewAwaited: not all rows are judged.
        DiskError: the file cannot be read or written.
    """
    lines = [line_of(row) for row in gists.dicts()]
    name = f"{pipeline}.{block}-{digest(*map(seen, lines))[:12]}.jsonl"
    file = work.reviews / name
    if not file.exists():
        write_lines(_taken_over(lines, _earlier(pipeline, block, work)), file)
    found, problems = read_lines(file)
    said = {line[ROW_ID]: line for line in found if line.get("verdict")}
    waiting = sum(line[ROW_ID] not in said for line in lines)
    if waiting:
        there: Place = work.mirror.url / "reviews" / name if work.mirror else file
        told = [replace(problem, file=str(there)) for problem in problems]
        raise ReviewAwaited(block, there, waiting, len(lines), told)
    return (_verdict(table[ROW_ID].to_pylist(), said) for table in gists.tables([ROW_ID]))


def judge(
    file: Place, *, approve: Collection[str], reject: Collection[str], rest: str, note: str, other: Place | None
) -> None:
    """Write verdicts into the lines of the file that have none: by ids or their beginnings, and `rest` for the others.

    `rest` is a verdict, or empty to leave them. Verdicts in another file take precedence, where people saw the same.

    Raises:
        SettingsError: an id is that of no row.
        DiskError: a file cannot be read or written.
    """
    lines, _ = read_lines(file)
    for named in (*approve, *reject):
        if not any(line[ROW_ID].startswith(named) for line in lines):
            raise SettingsError(f"{named}: no row that waits in {file} has this id, or one that begins so.")
    if other is not None:
        lines = _taken_over(lines, read_lines(other)[0])

    def judged(line: Line) -> Line:
        if line.get("verdict"):
            return line
        named = {APPROVED: approve, REJECTED: reject}
        verdict = next((name for name, ids in named.items() if line[ROW_ID].startswith(tuple(ids))), rest)
        return {**line, "verdict": verdict, "note": note if verdict == REJECTED else line.get("note", "")}

    write_lines(map(judged, lines), file)


def _earlier(pipeline: str, block: str, work: WorkDir) -> Iterator[Line]:
    """Yield the lines of the block's earlier files, the oldest first."""
    files = sorted(work.reviews.glob(f"{pipeline}.{block}-*.jsonl"), key=lambda file: file.stat().st_mtime)
    for file in files:
        yield from read_lines(file)[0]


def _taken_over(lines: Sequence[Line], others: Iterator[Line] | Sequence[Line]) -> list[Line]:
    """Return the lines, with what the others say of them where people saw the same."""
    said = {seen(other): other for other in others if other.get("verdict")}
    return [said.get(seen(line), line) for line in lines]


def _verdict(ids: Sequence[str], said: Mapping[str, Mapping[str, Any]]) -> pa.Table:
    rows = [{ROW_ID: one, "verdict": said[one]["verdict"], "note": said[one].get("note") or None} for one in ids]
    return pa.Table.from_pylist(rows, VERDICT)
