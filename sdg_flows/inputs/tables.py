"""Files that hold a table of seeds: JSON lines, Parquet and CSV, read a thousand rows at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from glob import escape
from pathlib import Path
from tempfile import TemporaryDirectory

import datasets
import pyarrow as pa
import pyarrow.parquet as pq

from sdg_flows.core.errors import InputError
from sdg_flows.core.rows import Rows
from sdg_flows.core.table import ROW_ID, with_column, without_columns
from sdg_flows.inputs.csv_cells import csv_header, csv_schema
from sdg_flows.inputs.json_rows import json_tables
from sdg_flows.inputs.stored_rows import stored_rows
from sdg_flows.inputs.table_file import TableFile, table_file

ROWS_A_PART = 1000
EARLIER_ID = "earlier_row_id"
"""What `row_id` is called in rows that an earlier run made: each run gives its rows ids of its own."""


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
            return stored_rows(_checked(_READERS[file.format](file), file.shown), folder)
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


def rows_from(dataset: datasets.Dataset, folder: Path) -> Rows:
    """Store the rows of a data set in parts in a new `folder`, with `row_id` first and plain Arrow types.

    Raises:
        InputError: it has no rows, or columns that a table cannot have.
    """
    if not len(dataset):
        raise InputError.at("the data set", None, "it has no rows; at least one is expected")
    tables = dataset.with_format("arrow").iter(batch_size=ROWS_A_PART)
    return stored_rows(_checked(tables, "the data set"), folder)


def dataset_of(table: pa.Table) -> datasets.Dataset:
    """Give the rows of a table as a data set, in memory, without their ids."""
    return datasets.Dataset(without_columns(table, [ROW_ID]))


def _json(file: TableFile) -> Iterator[pa.Table]:
    return json_tables(file.path, file.shown, ROWS_A_PART)


def _csv(file: TableFile) -> Iterator[pa.Table]:
    names = csv_header(file.path, file.shown)
    schema = csv_schema(_csv_texts(file, names))
    yield from (table.cast(schema) for table in _csv_texts(file, names))


def _csv_texts(file: TableFile, names: Sequence[str]) -> Iterator[pa.Table]:
    read = datasets.load_dataset(
        "csv",
        data_files=escape(str(file.path)),
        split="train",
        streaming=True,
        features=datasets.Features({name: datasets.Value("string") for name in names}),
        cache_dir=str(file.scratch / "cache"),
        chunksize=ROWS_A_PART,
        keep_default_na=False,
        na_values=[""],
    )
    yield from read.with_format("arrow").iter(batch_size=ROWS_A_PART)


def _parquet(file: TableFile) -> Iterator[pa.Table]:
    with pq.ParquetFile(file.path, buffer_size=_PAGES) as found:
        if found.metadata.num_rows == 0:
            raise InputError.at(file.shown, None, "the file has no rows; a table with at least one row is expected")
        schema = datasets.Features.from_arrow_schema(found.schema_arrow).arrow_schema
        for batch in found.iter_batches(ROWS_A_PART):
            table = pa.Table.from_batches([batch]).cast(schema)
            table.validate(full=True)  # reading does not see that damaged text is no UTF-8
            yield table


_READERS = {"json": _json, "csv": _csv, "parquet": _parquet}
_PAGES = 1_048_576
"""Bytes of each column that are read from a Parquet file at a time."""


def _checked(tables: Iterator[pa.Table], shown: str) -> Iterator[pa.Table]:
    for table in tables:
        _refuse_names(table.column_names, shown)
        names = [EARLIER_ID if name == ROW_ID else name for name in table.column_names]
        yield _plain(table.rename_columns(names).replace_schema_metadata(None), shown)


def _refuse_names(names: Sequence[str], shown: str) -> None:
    if not names:
        raise InputError.at(shown, None, "the rows have no columns")
    for name in names:
        if name.startswith("__"):
            raise InputError.at(shown, None, f"column {name!r} has a name that is kept for the run itself; rename it")
        if name == ROW_ID and EARLIER_ID in names:
            raise InputError.at(
                shown, None, f"there are columns {ROW_ID!r} and {EARLIER_ID!r}, which the first becomes"
            )
        if not name.strip():
            raise InputError.at(shown, None, "a column has no name; give every column one")


def _plain(table: pa.Table, shown: str) -> pa.Table:
    """Give the table with `string` for every form of text and values for dictionaries."""
    for field in table.schema:
        if _has_extension(field.type):
            raise InputError.at(shown, None, f"column {field.name!r} has type {field.type}, which a table cannot have")
        if pa.types.is_large_string(field.type) or pa.types.is_string_view(field.type):
            table = with_column(table, field.name, table[field.name].cast(pa.string()))
        elif pa.types.is_dictionary(field.type):
            table = with_column(table, field.name, table[field.name].cast(field.type.value_type))
    return table


def _has_extension(kind: pa.DataType) -> bool:
    inner = [kind.field(at).type for at in range(kind.num_fields)]
    return isinstance(kind, pa.BaseExtensionType) or any(map(_has_extension, inner))
