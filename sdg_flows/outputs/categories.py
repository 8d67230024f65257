"""Categories of a seed table, such as topics: columns with few distinct texts, and the row counts of each text."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from sdg_flows.core.rows import Rows
from sdg_flows.core.run_record import PipelineResult
from sdg_flows.core.table import ROW_ID
from sdg_flows.outputs.report.topics import RowCounts
from sdg_flows.outputs.run_folder.leaves import LEAF

MAX_COLUMNS, MOST_TEXTS, LONGEST = 4, 30, 60
Categories: TypeAlias = dict[str, dict[str, RowCounts]]
"""The row counts of each text, by column, those with the most rows first."""


def count_categories(result: PipelineResult) -> Categories:
    """Count the rows made and rejected for each text of the first, at most four, category columns of the input.

    A category column has 2 to 30 distinct texts of at most 60 characters, at least two rows for each on average, and is
    still present in the output. A taxonomy has none: its rows are grouped by leaf.
    """
    if LEAF in result.inputs.column_names:
        return {}
    candidates = [name for name in result.inputs.column_names if name in result.rows.column_names and name != ROW_ID]
    chosen = ((name, texts) for name in candidates if (texts := _category_texts(result.inputs, name)))
    return {name: _row_counts(result, name, texts) for name, texts in islice(chosen, MAX_COLUMNS)}


def _category_texts(rows: Rows, column: str) -> set[str]:
    """Return the distinct texts of a category column; none for any other column."""
    texts: set[str] = set()
    if not pa.types.is_string(rows.schema.field(column).type):
        return texts
    for table in rows.tables([column]):
        texts |= set(pc.unique(table[column].drop_null()).to_pylist())
        if len(texts) > MOST_TEXTS or any(len(text) > LONGEST for text in texts):
            return set()
    return texts if 2 <= len(texts) <= rows.num_rows / 2 else set()


def _row_counts(result: PipelineResult, column: str, texts: set[str]) -> dict[str, RowCounts]:
    made = _count_values(table[column] for table in result.rows.tables([column]))
    rejected: Counter[str] = Counter()
    for cell, count in _count_values(_cells(table["row"], column) for table in result.rejected.tables(["row"])).items():
        rejected[json.loads(cell)] += count
    counts = {text: RowCounts(made[text], rejected[text]) for text in texts}
    return dict(sorted(counts.items(), key=lambda entry: (-sum(entry[1]), entry[0])))


def _cells(rows: pa.ChunkedArray, column: str) -> pa.ChunkedArray:
    """Return the cells of a text column, still JSON-encoded, from rows that are JSON objects."""
    name = re.escape(json.dumps(column, ensure_ascii=False))
    return pc.struct_field(pc.extract_regex(rows, rf'{name}: ?(?P<cell>"(?:[^"\\]|\\.)*")'), "cell")


def _count_values(columns: Iterator[pa.ChunkedArray]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for cells in columns:
        for entry in pc.value_counts(cells.drop_null()).to_pylist():
            counts[entry["values"]] += entry["counts"]
    return counts
