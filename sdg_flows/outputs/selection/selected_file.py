"""A file of rows with fewer of them: those that stand best for all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from sdg_flows.core.errors import InputError, did_you_mean, listed
from sdg_flows.outputs.files.atomic_files import write_over
from sdg_flows.outputs.mixing.data_sets import count_rows, numbered_lines, place_of
from sdg_flows.outputs.run_folder.pairs import text_of
from sdg_flows.outputs.selection.embedding import embedded
from sdg_flows.outputs.selection.facility_location import chosen, exact_size, folds

SEED = 42
MESSAGES = "messages"


@dataclass(frozen=True)
class Selected:
    """A selection: its rows, how many there were, and in how many folds they were compared."""

    rows: int
    of: int
    folds: int


class _Line(NamedTuple):
    line: str
    text: str


def select(source: str, size: str, target: Path, *, column: str = MESSAGES, seed: int = SEED) -> Selected:
    """Write the rows of a file of JSON lines that stand best for all: unchanged, in their order, exactly `size`.

    Rows are compared by the text of a column; that of `messages` is what user and assistant say. A file of more than
    2,000 rows is compared in folds of rows that follow one another: near-duplicates in two folds may both be chosen.
    Memory depends on the fold, not on the file, which is read twice.

    Raises:
        InputError: the file cannot be read, a line is no JSON, or a row has no such column.
        SettingsError: the size is not understood, or larger than the file.
        DiskError: the file cannot be written; one that was there is as it was.
    """
    place = place_of(source, Path())
    rows = count_rows(place)
    if not rows:
        raise InputError.at(place, None, "the file has no rows to select from.")
    cut = folds(rows, exact_size(size, rows))
    written = write_over(target, _chosen(_lines(place, column), cut, seed), "the selection")
    return Selected(written.lines, rows, len(cut))


def _chosen(lines: Iterator[_Line], cut: list[tuple[int, int]], seed: int) -> Iterator[str]:
    for at, (rows, size) in enumerate(cut):
        fold = list(islice(lines, rows))
        yield from (fold[place].line for place in chosen(embedded([one.text for one in fold]), size, f"{seed}:{at}"))


def _lines(place: str, column: str) -> Iterator[_Line]:
    """Yield each line that is not blank with the text of its row's column."""
    return (_line(line, column, place, number) for number, line in numbered_lines(place))


def _line(line: bytes, column: str, place: str, number: int) -> _Line:
    try:
        written = line.decode().strip()
        row: Any = json.loads(written)
    except ValueError as error:
        raise InputError.at(place, number, f"this is no line of JSON: {error}.") from error
    if not isinstance(row, dict) or column not in row:
        names: list[str] = list(row) if isinstance(row, dict) else []
        near = did_you_mean(column, names)
        raise InputError.at(place, number, f"this row has no column {column!r}.{near} Columns: {listed(names)}.")
    return _Line(written, _text(row[column]))


def _text(cell: object) -> str:
    """Give a cell as text; of a list of messages, what is said but for the system's."""
    if isinstance(cell, list) and all(isinstance(one, dict) and "content" in one for one in cell):
        return "\n".join(text_of(one["content"]) for one in cell if one.get("role") != "system")
    return cell if isinstance(cell, str) else json.dumps(cell, ensure_ascii=False)
