"""Writes a representative subset of a file of rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from sdg_flows.core.errors import InputError, did_you_mean, listed
from sdg_flows.outputs.files.atomic_files import replace_file
from sdg_flows.outputs.mixing.data_sets import count_rows, numbered_lines, resolve_place
from sdg_flows.outputs.run_folder.pairs import cell_to_text
from sdg_flows.outputs.selection.embedding import embed
from sdg_flows.outputs.selection.facility_location import choose_rows, folds, parse_size

SEED = 42
MESSAGES = "messages"


@dataclass(frozen=True)
class Selected:
    """The result of a selection: its rows, the rows of the file, and the number of folds."""

    rows: int
    of: int
    folds: int


class _Line(NamedTuple):
    line: str
    text: str


def select(source: str, size: str, target: Path, *, column: str = MESSAGES, seed: int = SEED) -> Selected:
    """Write the `size` most representative rows of a file of JSON lines, unchanged and in their order.

    Rows are compared by the text of a column; for `messages`, all but system messages. A file of over 2,000 rows is
    processed in consecutive folds: near-duplicates in two folds may both be chosen. Memory depends on the fold, not on
    the file, which is read twice.

    Raises:
        InputError: the file cannot be read, a line is not JSON, or a row has no such column.
        SettingsError: the size is invalid, or larger than the file.
        DiskError: the file cannot be written; an existing one is unchanged.
    """
    place = resolve_place(source, Path())
    rows = count_rows(place)
    if not rows:
        raise InputError.at(place, None, "the file has no rows to select from.")
    cut = folds(rows, parse_size(size, rows))
    written = replace_file(target, _chosen_lines(_lines(place, column), cut, seed), "the selection")
    return Selected(written.lines, rows, len(cut))


def _chosen_lines(lines: Iterator[_Line], cut: list[tuple[int, int]], seed: int) -> Iterator[str]:
    for index, (rows, size) in enumerate(cut):
        fold = list(islice(lines, rows))
        yield from (
            fold[place].line for place in choose_rows(embed([entry.text for entry in fold]), size, f"{seed}:{index}")
        )


def _lines(place: str, column: str) -> Iterator[_Line]:
    """Yield each non-blank line with the text of its row's column."""
    return (_line(line, column, place, number) for number, line in numbered_lines(place))


def _line(line: bytes, column: str, place: str, number: int) -> _Line:
    try:
        text = line.decode().strip()
        row: Any = json.loads(text)
    except ValueError as error:
        raise InputError.at(place, number, f"this is no line of JSON: {error}.") from error
    if not isinstance(row, dict) or column not in row:
        names: list[str] = list(row) if isinstance(row, dict) else []
        near = did_you_mean(column, names)
        raise InputError.at(place, number, f"this row has no column {column!r}.{near} Columns: {listed(names)}.")
    return _Line(text, _text(row[column]))


def _text(cell: object) -> str:
    """Return a cell as text; of a list of messages, the content of all but system messages."""
    if isinstance(cell, list) and all(isinstance(entry, dict) and "content" in entry for entry in cell):
        return "\n".join(cell_to_text(entry["content"]) for entry in cell if entry.get("role") != "system")
    return cell if isinstance(cell, str) else json.dumps(cell, ensure_ascii=False)
