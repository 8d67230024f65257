"""Files that hold a table of seeds: JSON lines, Parquet and CSV, read a thousand rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from sdg_flows.core.errors import InputError
from sdg_flows.core.rows import Rows
from sdg_flows.inputs.json_rows import json_tables
from sdg_flows.inputs.plain_columns import plain_tables
from sdg_flows.inputs.stored_rows import store_rows
from sdg_flows.inputs.table_file import ROWS_PER_PART, TableFile, table_file


def read_rows(url: str, folder: Path) -> Rows:
    """Read a .jsonl, .ndjson, .json, .parquet or .csv file, by path or fsspec address, into parts in a new `folder`.

    `row_id` comes first; one that the file has, as in rows that an earlier run made, becomes `earlier_row_id`. Columns
    have plain Arrow types; texts are `string`. Dates in JSON and CSV stay text. In CSV an empty cell is null, and a
    column of numbers alone is int64 or float64. A column that appears late is null before.
    Memory does not depend on the number of rows but for some 30 bytes each; a file of one JSON array is read whole.

    Raises:
        InputError: the file is not there, has no rows, is torn or not UTF-8, or has columns that a table cannot have.
    """
    with table_file(url) as file:
        try:
            return store_rows(plain_tables(_tables_in(file), file.shown), folder)
        except (pa.ArrowException, OSError, ValueError) as error:
            reason = str(error).splitlines()[0]
            raise InputError.at(file.shown, None, f"the file cannot be read as {file.format}: {reason}") from error


def read_table(url: str) -> pa.Table:
    """Read a file as `read_rows` does, into memory.

    Raises:
        InputError: as `read_rows` does.
    """
    with TemporaryDirectory(prefix="sdg_flows-") as folder:
        return read_rows(url, Path(folder)).table()


def _tables_in(file: TableFile) -> Iterator[pa.Table]:
    if file.format == "json":
        return json_tables(file.path, file.shown, ROWS_PER_PART)
    # Imported here alone: `datasets` costs tenths of a second that a run over JSON lines need not wait for.
    from sdg_flows.inputs.dataset_tables import csv_tables, parquet_tables

    return csv_tables(file) if file.format == "csv" else parquet_tables(file)
