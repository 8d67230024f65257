"""Categories of a table of seeds, such as topics: columns with few different texts, and the rows made for each text."""

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
from sdg_flows.core.story import Generated
from sdg_flows.core.table import ROW_ID
from sdg_flows.outputs.report.topics import Yield
from sdg_flows.outputs.run_folder.leaves import LEAF

MOST_COLUMNS, MOST_TEXTS, LONGEST = 4, 30, 60
Categories: TypeAlias = dict[str, dict[str, Yield]]
"""The rows of each text, by column, those with the most rows first."""


def categories(one: Generated) -> Categories:
    """Count the rows made and rejected for each text of the input's first columns that sort its rows, at most four.

    Such a column has 2 to 30 different texts of at most 60 characters, at least two rows for each on average, and is
    still there in the made rows. A taxonomy has none: its rows are sorted by leaf.
    """
    if LEAF in one.inputs.column_names:
        return {}
    there = [name for name in one.inputs.column_names if name in one.rows.column_names and name != ROW_ID]
    sorting = ((name, texts) for name in there if (texts := _texts(one.inputs, name)))
    return {name: _yields(one, name, texts) for name, texts in islice(sorting, MOST_COLUMNS)}


def _texts(rows: Rows, column: str) -> set[str]:
    """Give the different texts of a column that sorts the rows; none of any other column."""
    found: set[str] = set()
    if not pa.types.is_string(rows.schema.field(column).type):
        return found
    for table in rows.tables([column]):
        found |= set(pc.unique(table[column].drop_null()).to_pylist())
        if len(found) > MOST_TEXTS or any(len(text) > LONGEST for text in found):
            return set()
    return found if 2 <= len(found) <= rows.num_rows / 2 else set()


def _yields(one: Generated, column: str, texts: set[str]) -> dict[str, Yield]:
    made = _counted(table[column] for table in one.rows.tables([column]))
    rejected: Counter[str] = Counter()
    for cell, count in _counted(_cells(table["row"], column) for table in one.rejected.tables(["row"])).items():
        rejected[json.loads(cell)] += count
    found = {text: Yield(made[text], rejected[text]) for text in texts}
    return dict(sorted(found.items(), key=lambda entry: (-sum(entry[1]), entry[0])))


def _cells(rows: pa.ChunkedArray, column: str) -> pa.ChunkedArray:
    """Give the JSON texts of a column's cells, of rows that are objects in JSON."""
    name = re.escape(json.dumps(column, ensure_ascii=False))
    return pc.struct_field(pc.extract_regex(rows, rf'{name}: ?(?P<cell>"(?:[^"\\]|\\.)*")'), "cell")


def _counted(columns: Iterator[pa.ChunkedArray]) -> Counter[str]:
    found: Counter[str] = Counter()
    for cells in columns:
        for entry in pc.value_counts(cells.drop_null()).to_pylist():
            found[entry["values"]] += entry["counts"]
    return found
