"""Which leaves and documents a pipeline's input rows come from, by digests that tell whether one has changed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sdg_flows.core.identity import digest
from sdg_flows.core.row_texts import flat, row_texts
from sdg_flows.core.rows import Rows
from sdg_flows.core.story import Generated
from sdg_flows.core.table import ROW_ID
from sdg_flows.outputs.run_folder.leaves import LEAF

SOURCE = "source"
OF_DOCUMENT = ("document", "document_title", "heading_path", "page")
"""Columns that a document gives; the others are those of the leaf."""
_COMMIT = re.compile(r"@[0-9a-f]{7,64}(?=:)")


@dataclass(frozen=True)
class Sources:
    """A digest of each leaf without its documents, by `leaf_node_path`, and of each document, by its path or address.

    Both are empty for a table that names no leaf.
    """

    leaves: Mapping[str, str] = field(default_factory=dict[str, str])
    documents: Mapping[str, str] = field(default_factory=dict[str, str])


def sources(one: Generated) -> Sources:
    """Give the digests of what a pipeline's rows come from; a document from git is the same at another commit."""
    here = one.inputs.column_names
    if LEAF not in here:
        return Sources()
    of_leaf = [name for name in here if name not in (ROW_ID, LEAF, SOURCE, *OF_DOCUMENT)]
    of_document = [name for name in OF_DOCUMENT if name in here]
    documents = _digests(one.inputs, SOURCE, of_document) if SOURCE in here else {}
    return Sources(_digests(one.inputs, LEAF, of_leaf), documents)


def _digests(rows: Rows, by: str, columns: Sequence[str]) -> dict[str, str]:
    """Give a digest of the different cells in `columns` for each text in the column `by`, in order of occurrence."""
    found: dict[str, dict[str, None]] = {}
    for table in map(flat, rows.tables([by, *columns])):
        different = table.group_by([by, *columns], use_threads=False).aggregate([])
        for name, text in zip(different[by].to_pylist(), row_texts(different.select(columns)), strict=True):
            if name is not None:
                found.setdefault(_COMMIT.sub("", str(name), 1), {})[digest(text)] = None
    return {name: digest(*texts) for name, texts in found.items()}
