"""Text search over the rows of a kept run, page by page, without loading the files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from sdg_flows.core.table import ROW_ID
from sdg_flows.outputs.files.lines import numbered_lines, parse_record
from sdg_flows.outputs.past_runs.row_history import RowHistory, rejected_history
from sdg_flows.outputs.past_runs.run_folders import Facts, generated_files
from sdg_flows.outputs.report.row_records import RowRecord, record_from_files, truncated, with_pair
from sdg_flows.outputs.run_folder.rejected_and_lineage import REJECTED_KEYS

KEPT = "kept"
_MAX_TEXT = 400
"""Characters of a text in a search result."""


class FoundRows(NamedTuple):
    """A page of search results, and whether there are more."""

    rows: list[RowRecord]
    more: bool


def search_rows(folder: Path, facts: Facts, text: str, kind: str, start: int, count: int) -> FoundRows:
    """Return rows with a text in any column, ignoring case: made rows first, then rejected ones.

    `kind` is `kept`, a reason, or empty for all.
    """
    histories = list(islice(_stories(folder, facts, text, kind), start, start + count + 1))
    return FoundRows(
        [truncated(with_pair(record_from_files(history)), _MAX_TEXT) for history in histories[:count]],
        len(histories) > count,
    )


def _stories(folder: Path, facts: Facts, text: str, kind: str) -> Iterator[RowHistory]:
    needle = json.dumps(text, ensure_ascii=False)[1:-1].casefold()
    if kind in ("", KEPT):
        for name in generated_files(facts):
            for number, line in _lines_with(folder / name, needle):
                row = parse_record(line, f"{folder / name}:{number}", ROW_ID)
                row_id = row.pop(ROW_ID)
                yield RowHistory(row_id, "", (), row, files={name: number})
    if kind != KEPT:
        for number, line in _lines_with(folder / "rejected.jsonl", needle):
            record = parse_record(line, f"{folder / 'rejected.jsonl'}:{number}", *REJECTED_KEYS)
            if kind in ("", record["reason"]):
                yield rejected_history(record, number)


def _lines_with(file: Path, needle: str) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that contain a text, ignoring case, with their numbers from 1."""
    for number, line in numbered_lines(file):
        if not needle or needle in line.decode(errors="replace").casefold():
            yield number + 1, line
