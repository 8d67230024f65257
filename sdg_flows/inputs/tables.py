"""Files that hold a table of seeds: JSON lines, Parquet and CSV, read by Hugging Face `datasets`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import datasets
import pyarrow as pa
import pyarrow.parquet as pq
from datasets.exceptions import DatasetGenerationError

from sdg_flows.core.errors import InputError
from sdg_flows.core.table import ROW_ID, with_column, with_input_ids, without_columns
from sdg_flows.inputs.csv_cells import csv_header, with_numbers
from sdg_flows.inputs.json_rows import json_lines, json_rows
from sdg_flows.inputs.table_file import TableFile, table_file


def read_table(url: str) -> pa.Table:
    """Read a .jsonl, .ndjson, .json, .parquet or .csv file, by path or fsspec address, as a table with `row_id` first.

    Columns have plain Arrow types; texts are `string`. Dates in JSON and CSV stay text. In CSV an empty cell is null,
    and a column of numbers alone is int64 or float64. A column that appears late is null before.

    Raises:
        InputError: the file is not there, has no rows, is torn or not UTF-8, or has columns that a table cannot have.
    """
    datasets.disable_progress_bars()
    with table_file(url) as file:
        try:
            table = _READERS[file.format](file)
        except (pa.ArrowException, DatasetGenerationError, OSError) as error:
            reason = str(error.__cause__ or error).splitlines()[0]
            raise InputError.at(file.shown, None, f"the file cannot be read as {file.format}: {reason}") from error
        _refuse_names(table.column_names, file.shown)
        return with_input_ids(_plain(table, file.shown))


def table_from(dataset: datasets.Dataset) -> pa.Table:
    """Give the rows of a data set as a table with `row_id` first, with plain Arrow types.

    Raises:
        InputError: it has no rows, or columns that a table cannot have.
    """
    if not len(dataset):
        raise InputError.at("the data set", None, "it has no rows; at least one is expected")
    _refuse_names(dataset.column_names, "the data set")
    return with_input_ids(_plain(_arrow(dataset), "the data set"))


def dataset_of(table: pa.Table) -> datasets.Dataset:
    """Give the rows of a table as a data set, in memory, without their ids."""
    return datasets.Dataset(without_columns(table, [ROW_ID]))


def _json(file: TableFile) -> pa.Table:
    lines = json_lines(file.path, file.shown, file.scratch)
    whole = lines.stat().st_size + 1  # types are inferred over a whole read, so that a late column is not a surprise
    table = _arrow(datasets.Dataset.from_json(str(lines), chunksize=whole, cache_dir=_cache(file), keep_in_memory=True))
    for name in table.column_names:
        if pa.types.is_timestamp(table.schema.field(name).type):
            written = [row.get(name) for row in json_rows(lines, file.shown)]
            table = with_column(table, name, pa.array(written, pa.string()))
    return table


def _csv(file: TableFile) -> pa.Table:
    names = csv_header(file.path, file.shown)
    texts = datasets.Features({name: datasets.Value("string") for name in names})
    only_empty: dict[str, Any] = {"keep_default_na": False, "na_values": [""]}
    path, cache = str(file.path), _cache(file)
    read = datasets.Dataset.from_csv(path, features=texts, cache_dir=cache, keep_in_memory=True, **only_empty)
    return with_numbers(_arrow(read))


def _parquet(file: TableFile) -> pa.Table:
    if pq.read_metadata(file.path).num_rows == 0:
        raise InputError.at(file.shown, None, "the file has no rows; a table with at least one row is expected")
    table = _arrow(datasets.Dataset.from_parquet(str(file.path), cache_dir=_cache(file), keep_in_memory=True))
    table.validate(full=True)  # reading does not see that damaged text is no UTF-8
    return table


_READERS = {"json": _json, "csv": _csv, "parquet": _parquet}


def _cache(file: TableFile) -> str:
    """Give a place for what `datasets` caches, so that nothing is left behind or found again."""
    return str(file.scratch / "cache")


def _arrow(dataset: datasets.Dataset) -> pa.Table:
    return dataset.with_format("arrow")[:].replace_schema_metadata(None)


def _refuse_names(names: Sequence[str], shown: str) -> None:
    if not names:
        raise InputError.at(shown, None, "the rows have no columns")
    for name in names:
        if name == ROW_ID or name.startswith("__"):
            raise InputError.at(shown, None, f"column {name!r} has a name that is kept for the run itself; rename it")
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
