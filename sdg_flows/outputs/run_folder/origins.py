"""The sources of a run's rows: flow files, documents, leaves and their licences."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from sdg_flows.core.row_texts import nested_as_json
from sdg_flows.core.run_record import RunRecord
from sdg_flows.outputs.run_folder.leaves import LEAF

UNKNOWN = "unknown"


@dataclass(frozen=True)
class FlowFile:
    """A flow file: its parent folder and name, and the sha256 of its text, None when unknown."""

    name: str
    sha256: str | None


def flow_files(record: RunRecord) -> list[FlowFile]:
    """Return the distinct flow files of the run."""
    files = {Path(result.flow_file): result.files for result in record.results}
    return [FlowFile("/".join(path.parts[-2:]), digests.get(path.name)) for path, digests in files.items()]


def distinct_texts(record: RunRecord, column: str) -> list[str]:
    """Return the distinct texts of a column of the input tables, in order of first occurrence."""
    return [text for text in _cells(record, column) if text is not None]


def licences(record: RunRecord) -> list[str]:
    """Return the distinct licences of the input rows, with `unknown` when some rows name none.

    A cell may name several, separated by `;`.
    """
    named = dict.fromkeys(
        licence.strip() or UNKNOWN for cell in _cells(record, "licence") for licence in (cell or "").split(";")
    )
    without = any("licence" not in result.inputs.column_names for result in record.results)
    return list(named | {UNKNOWN: None} if without or not named else named)


def rows_by_leaf(record: RunRecord) -> list[tuple[str, int]]:
    """Return each leaf of the input with the number of rows made from it."""
    made: Counter[str] = Counter()
    for result in record.results:
        if LEAF in result.rows.column_names:
            for rows in result.rows.tables([LEAF]):
                counts = pc.value_counts(nested_as_json(rows)[LEAF].cast(pa.string()))
                made += Counter({row["values"]: row["counts"] for row in counts.to_pylist()})
    return [(leaf, made[leaf]) for leaf in distinct_texts(record, LEAF)]


def _cells(record: RunRecord, column: str) -> list[str | None]:
    """Return the distinct cells of a column of the input tables, null included."""
    inputs = [result.inputs for result in record.results if column in result.inputs.column_names]
    columns = (pc.unique(nested_as_json(table)[column]) for rows in inputs for table in rows.tables([column]))
    return list(dict.fromkeys(None if cell is None else str(cell) for cells in columns for cell in cells.to_pylist()))
