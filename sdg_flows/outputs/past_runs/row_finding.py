"""Rows of a kept run that hold a text, a page of them at a time, found without the files in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from sdg_flows.core.table import ROW_ID
from sdg_flows.outputs.files.lines import numbered_lines, record_in
from sdg_flows.outputs.past_runs.row_story import RowStory, rejected_story
from sdg_flows.outputs.past_runs.run_folders import Facts, made_files
from sdg_flows.outputs.report.told_rows import ToldRow, filed, short, with_pair
from sdg_flows.outputs.run_folder.trail import REJECTED_LINE

KEPT = "kept"
_SHOWN = 400
"""Characters of a text in a list of rows."""


class FoundRows(NamedTuple):
    """Some of the rows that were sought, and whether there are further ones."""

    rows: list[ToldRow]
    more: bool


def found_rows(folder: Path, facts: Facts, text: str, kind: str, begin: int, count: int) -> FoundRows:
    """Give rows that hold a text in any column, whatever the case of its letters: made rows, then rejected ones.

    `kind` is `kept`, a reason, or empty for all.
    """
    found = list(islice(_stories(folder, facts, text, kind), begin, begin + count + 1))
    return FoundRows([short(with_pair(filed(one)), _SHOWN) for one in found[:count]], len(found) > count)


def _stories(folder: Path, facts: Facts, text: str, kind: str) -> Iterator[RowStory]:
    sought = json.dumps(text, ensure_ascii=False)[1:-1].casefold()
    if kind in ("", KEPT):
        for name in made_files(facts):
            for number, line in _lines_with(folder / name, sought):
                row = record_in(line, f"{folder / name}:{number}", ROW_ID)
                row_id = row.pop(ROW_ID)
                yield RowStory(row_id, "", (), row, files={name: number})
    if kind != KEPT:
        for number, line in _lines_with(folder / "rejected.jsonl", sought):
            gone = record_in(line, f"{folder / 'rejected.jsonl'}:{number}", *REJECTED_LINE)
            if kind in ("", gone["reason"]):
                yield rejected_story(gone, number)


def _lines_with(file: Path, sought: str) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that hold a text, with their numbers from 1."""
    for number, line in numbered_lines(file):
        if not sought or sought in line.decode(errors="replace").casefold():
            yield number + 1, line
