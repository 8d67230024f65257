"""CSV files: checked row by row, and their columns of numbers told from texts."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from sdg_flows.core.errors import InputError

MAX_CELL_CHARS = 64 * 1_048_576
"""Characters."""

_OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs"}
_NUMBERS = {
    pa.int64(): r"^-?(0|[1-9][0-9]{0,17})$",
    pa.float64(): r"^-?(0|[1-9][0-9]{0,14})(\.[0-9]+)?([eE][-+]?[0-9]{1,2})?$",
}


def csv_header(path: Path, shown: str) -> list[str]:
    """Return the names of the columns, when every row has a cell for each of them.

    Raises:
        InputError: the file is not UTF-8, a quote is not closed, the cells are not separated by commas, a row has
            more or fewer of them than the header, a name is empty or stands there twice, or no row follows.
    """
    before = csv.field_size_limit(MAX_CELL_CHARS)
    try:
        return _checked_header(path, shown)
    except UnicodeDecodeError as error:
        raise InputError.at(shown, _line_of_bad_byte(path), "this is not UTF-8; save the file as UTF-8") from error
    finally:
        csv.field_size_limit(before)


def _checked_header(path: Path, shown: str) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file, strict=True)
        header: list[str] = []
        count = 0
        try:
            for row in filter(None, rows):
                if not header:
                    header = row
                    _refuse_other_separator(header, shown)
                elif len(row) != len(header):
                    text = f"this row has {len(row)} cells; the header has {len(header)}"
                    raise InputError.at(shown, rows.line_num, text)
                else:
                    count += 1
        except csv.Error as error:
            raise InputError.at(shown, rows.line_num, f"this is not readable as CSV: {error}") from error
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise InputError.at(shown, 1, f"column {twice[0]!r} stands twice in the header")
    if not count:
        raise InputError.at(shown, None, "the file has no rows; a table with at least one row is expected")
    return header


def _refuse_other_separator(header: list[str], shown: str) -> None:
    """Raise InputError when the header is one cell with semicolons or tabs, as spreadsheets write in some countries."""
    found = next((name for mark, name in _OTHER_SEPARATORS.items() if len(header) == 1 and mark in header[0]), None)
    if found:
        text = f"the columns {header[0]!r} are separated by {found}; save the file with commas"
        raise InputError.at(shown, 1, text)


def _line_of_bad_byte(path: Path) -> int | None:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.decode(errors="replace").encode() != line:
                return number
    return None


def csv_schema(texts: Iterable[pa.Table]) -> pa.Schema:
    """Return the types of columns of texts: int64 for whole numbers alone, float64 for decimal numbers, else text.

    A column with a leading zero, a plus sign, blanks or more digits than a number keeps stays text, and so does one
    without cells.
    """
    fitting: dict[str, list[pa.DataType]] = {}
    filled: set[str] = set()
    for table in texts:
        for name in table.column_names:
            cells = table[name].drop_null()
            fitting[name] = [kind for kind in fitting.get(name, list(_NUMBERS)) if _all_match(cells, _NUMBERS[kind])]
            if len(cells):
                filled.add(name)
    kinds = {name: fits if name in filled else [] for name, fits in fitting.items()}
    return pa.schema([(name, next(iter(fits), pa.string())) for name, fits in kinds.items()])


def _all_match(cells: pa.ChunkedArray, pattern: str) -> bool:
    return pc.all(pc.match_substring_regex(cells, pattern), min_count=0).as_py()
