"""Tables by way of `datasets`: CSV, Parquet, and data sets in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from glob import escape
from pathlib import Path

import datasets
import pyarrow as pa
import pyarrow.parquet as pq

from sdg_flows.core.errors import InputError
from sdg_flows.core.rows import Rows
from sdg_flows.core.table import ROW_ID, without_columns
from sdg_flows.inputs.csv_cells import csv_header, csv_schema
from sdg_flows.inputs.plain_columns import plain_tables
from sdg_flows.inputs.stored_rows import store_rows
from sdg_flows.inputs.table_file import ROWS_PER_PART, TableFile

_PAGES = 1_048_576
"""Bytes of each column that are read from a Parquet file at a time."""


def store_dataset(dataset: datasets.Dataset, folder: Path) -> Rows:
    """Store the rows of a data set in parts in a new `folder`, with `row_id` first and plain Arrow types.

    Raises:
        InputError: it has no rows, or columns that a table cannot have.
    """
    if not len(dataset):
        raise InputError.at("the data set", None, "it has no rows; at least one is expected")
    tables = dataset.with_format("arrow").iter(batch_size=ROWS_PER_PART)
    return store_rows(plain_tables(tables, "the data set"), folder)


def to_dataset(table: pa.Table) -> datasets.Dataset:
    """Return the rows of a table as a data set, in memory, without their ids."""
    return datasets.Dataset(without_columns(table, [ROW_ID]))


def csv_tables(file: TableFile) -> Iterator[pa.Table]:
    """Yield the rows of a CSV file: an empty cell is null, a column of numbers alone is int64 or float64."""
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
        chunksize=ROWS_PER_PART,
        keep_default_na=False,
        na_values=[""],
    )
    yield from read.with_format("arrow").iter(batch_size=ROWS_PER_PART)


def parquet_tables(file: TableFile) -> Iterator[pa.Table]:
    """Yield the rows of a Parquet file, with the types that `datasets` gives them.

    Raises:
        InputError: it has no rows.
    """
    with pq.ParquetFile(file.path, buffer_size=_PAGES) as found:
        if found.metadata.num_rows == 0:
            raise InputError.at(file.shown, None, "the file has no rows; a table with at least one row is expected")
        schema = datasets.Features.from_arrow_schema(found.schema_arrow).arrow_schema
        for batch in found.iter_batches(ROWS_PER_PART):
            table = pa.Table.from_batches([batch]).cast(schema)
            table.validate(full=True)  # reading does not see that damaged text is no UTF-8
            yield table
