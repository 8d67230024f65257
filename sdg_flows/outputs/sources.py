"""Digests of the leaves and documents a pipeline's input rows come from, to detect which of them changed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sdg_flows.core.identity import digest
from sdg_flows.core.row_texts import nested_as_json, rows_as_json
from sdg_flows.core.rows import Rows
from sdg_flows.core.run_record import PipelineResult
from sdg_flows.core.table import ROW_ID
from sdg_flows.outputs.run_folder.leaves import LEAF

SOURCE = "source"
OF_DOCUMENT = ("document", "document_title", "heading_path", "page")
"""Columns that come from a document; the others come from the leaf."""
_COMMIT = re.compile(r"@[0-9a-f]{7,64}(?=:)")


@dataclass(frozen=True)
class Sources:
    """A digest of each leaf without its documents, by `leaf_node_path`, and of each document, by its path or address.

    Both are empty for a table that names no leaf.
    """

    leaves: Mapping[str, str] = field(default_factory=dict[str, str])
    documents: Mapping[str, str] = field(default_factory=dict[str, str])


def input_sources(result: PipelineResult) -> Sources:
    """Digest the leaves and documents of a pipeline's input rows; the git commit in a document's address is ignored."""
    columns = result.inputs.column_names
    if LEAF not in columns:
        return Sources()
    leaf_columns = [name for name in columns if name not in (ROW_ID, LEAF, SOURCE, *OF_DOCUMENT)]
    document_columns = [name for name in OF_DOCUMENT if name in columns]
    documents = _digests(result.inputs, SOURCE, document_columns) if SOURCE in columns else {}
    return Sources(_digests(result.inputs, LEAF, leaf_columns), documents)


def _digests(rows: Rows, by: str, columns: Sequence[str]) -> dict[str, str]:
    """Return a digest of the distinct cells in `columns` for each text in the column `by`, in order of occurrence."""
    digests: dict[str, dict[str, None]] = {}
    for table in map(nested_as_json, rows.tables([by, *columns])):
        distinct = table.group_by([by, *columns], use_threads=False).aggregate([])
        for name, text in zip(distinct[by].to_pylist(), rows_as_json(distinct.select(columns)), strict=True):
            if name is not None:
                digests.setdefault(_COMMIT.sub("", str(name), 1), {})[digest(text)] = None
    return {name: digest(*texts) for name, texts in digests.items()}
