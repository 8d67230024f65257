"""CSV files: checked row by row, and their columns of numbers told from texts."""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from sdg_flows.core.errors import InputError

LONGEST_CELL = 64 * 1_048_576
"""Characters."""

_WHOLE = r"^-?(0|[1-9][0-9]{0,17})$"
_NUMBER = r"^-?(0|[1-9][0-9]{0,14})(\.[0-9]+)?([eE][-+]?[0-9]{1,2})?$"


def csv_header(path: Path, shown: str) -> list[str]:
    """Give the names of the columns, when every row has a cell for each of them.

    Raises:
        InputError: the file is not UTF-8, a quote is not closed, a row has more or fewer cells than the header, a
            name is empty or stands there twice, or no row follows.
    """
    before = csv.field_size_limit(LONGEST_CELL)
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


def _line_of_bad_byte(path: Path) -> int | None:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.decode(errors="replace").encode() != line:
                return number
    return None


def with_numbers(texts: pa.Table) -> pa.Table:
    """Give a table of texts with columns of whole numbers as int64 and of decimal numbers as float64.

    A column with a leading zero, a plus sign, blanks or more digits than a number keeps stays text, and so does one
    without cells.
    """
    return pa.table({name: _numbers(texts[name]) for name in texts.column_names})


def _numbers(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    for pattern, kind in ((_WHOLE, pa.int64()), (_NUMBER, pa.float64())):
        if pc.all(pc.match_substring_regex(cells, pattern)).as_py() and cells.null_count < len(cells):
            return cells.cast(kind)
    return cells
