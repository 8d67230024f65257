"""What a run's rows come from: flow files, documents, leaves and their licences."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from sdg_flows.core.row_texts import flat
from sdg_flows.core.story import RunRecord
from sdg_flows.outputs.run_folder.leaves import LEAF

UNKNOWN = "unknown"


@dataclass(frozen=True)
class FlowFile:
    """A flow file by its last folder and its name, and the sha256 of its text; None when that is not known."""

    name: str
    sha256: str | None


def flow_files(record: RunRecord) -> list[FlowFile]:
    """Give the run's flow files, each once."""
    files = {Path(one.flow_file): one.files for one in record.generated}
    return [FlowFile("/".join(path.parts[-2:]), read.get(path.name)) for path, read in files.items()]


def distinct(record: RunRecord, column: str) -> list[str]:
    """Give the texts in a column of the input tables, each once, in order of first occurrence."""
    return [text for text in _cells(record, column) if text is not None]


def licences(record: RunRecord) -> list[str]:
    """Give the licences of the input rows, each once; `unknown` is one of them when some rows name none.

    A cell that names several has them apart by `;`.
    """
    named = dict.fromkeys(
        licence.strip() or UNKNOWN for cell in _cells(record, "licence") for licence in (cell or "").split(";")
    )
    without = any("licence" not in one.inputs.column_names for one in record.generated)
    return list(named | {UNKNOWN: None} if without or not named else named)


def rows_by_leaf(record: RunRecord) -> list[tuple[str, int]]:
    """Give each leaf that went in, and the rows that were made of it."""
    made: Counter[str] = Counter()
    for one in record.generated:
        if LEAF in one.rows.column_names:
            for rows in one.rows.tables([LEAF]):
                counts = pc.value_counts(flat(rows)[LEAF].cast(pa.string()))
                made += Counter({row["values"]: row["counts"] for row in counts.to_pylist()})
    return [(leaf, made[leaf]) for leaf in distinct(record, LEAF)]


def _cells(record: RunRecord, column: str) -> list[str | None]:
    """Give the distinct cells of a column of the input tables, null among them."""
    inputs = [one.inputs for one in record.generated if column in one.inputs.column_names]
    found = (pc.unique(flat(table)[column]) for rows in inputs for table in rows.tables([column]))
    return list(dict.fromkeys(None if cell is None else str(cell) for cells in found for cell in cells.to_pylist()))
