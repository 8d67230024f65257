"""Which generated rows go into which file: one per leaf of the taxonomy, else one per pipeline."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from sdg_flows.core.row_texts import flat
from sdg_flows.core.rows import Part, Rows
from sdg_flows.core.story import Generated

LEAF = "leaf_node_path"

_UNSAFE = re.compile(r"[^\w.-]")
_LONGEST = 180
"""Bytes of a file name without its ending; file systems take 255."""


class Origin(NamedTuple):
    """Where rows come from, by which they share a file."""

    kind: Literal["leaf", "pipeline"]
    name: str


def rows_by_file(generated: Iterable[Generated]) -> dict[str, list[Rows]]:
    """Give the rows that belong into each file, by file name without ending and then by pipeline, in their order."""
    found: dict[Origin, list[Rows]] = {}
    for one in generated:
        for origin, rows in _rows_by_origin(one).items():
            found.setdefault(origin, []).append(rows)
    names = file_names(found)
    return {names[origin]: some for origin, some in found.items()}


def file_names(origins: Iterable[Origin]) -> dict[Origin, str]:
    """Give each origin a name that is safe in every file system and its own, whatever the case of its letters.

    Where two would share a name, or one is too long, `~` and a digest of the origin follow; `~` is in no other name.
    """
    safe = {origin: _safe(origin.name) for origin in origins}
    wanted = Counter(name.casefold() for name in safe.values())
    return {
        origin: name if wanted[name.casefold()] == 1 and len(name.encode()) <= _LONGEST else _own(name, origin)
        for origin, name in safe.items()
    }


def _safe(name: str) -> str:
    return _UNSAFE.sub("_", unicodedata.normalize("NFC", name)).lstrip(".") or "_"


def _own(name: str, origin: Origin) -> str:
    short = name.encode()[:_LONGEST].decode(errors="ignore")
    text = "\x1f".join(origin).encode(errors="surrogatepass")
    return f"{short}~{hashlib.blake2b(text, digest_size=4).hexdigest()}"


def _rows_by_origin(one: Generated) -> dict[Origin, Rows]:
    """Give a pipeline's rows by the leaf that they name, in order of first occurrence; the others by the pipeline."""
    if LEAF not in one.rows.column_names:
        return {Origin("pipeline", one.pipeline): one.rows} if one.rows.num_rows else {}
    parts: dict[str | None, list[Part]] = {}
    for part in one.rows.parts:
        for leaf, rows in _counted(_leaves_of(part.read([LEAF]))).items():
            parts.setdefault(leaf, []).append(part if rows == part.num_rows else _OfLeaf(part, leaf, rows))
    without_leaf = parts.pop(None, [])
    by_origin = {Origin("leaf", leaf): some for leaf, some in parts.items() if leaf is not None}
    if without_leaf:
        by_origin[Origin("pipeline", one.pipeline)] = without_leaf
    return {origin: Rows(one.rows.schema, tuple(some)) for origin, some in by_origin.items()}


@dataclass(frozen=True)
class _OfLeaf:
    """The rows of a part that are of a leaf, or of none."""

    part: Part
    leaf: str | None
    num_rows: int

    @property
    def schema(self) -> pa.Schema:
        return self.part.schema

    def read(self, columns: Sequence[str] | None = None) -> pa.Table:
        table = self.part.read()
        leaves = _leaves_of(table)
        own = table.filter(pc.is_null(leaves) if self.leaf is None else pc.equal(leaves, self.leaf))
        return own if columns is None else own.select(list(columns))


def _leaves_of(table: pa.Table) -> pa.ChunkedArray:
    """Give the leaf of each row as text."""
    return flat(table.select([LEAF]))[LEAF].cast(pa.string())


def _counted(leaves: pa.ChunkedArray) -> dict[str | None, int]:
    """Count the rows of each leaf, in order of first occurrence."""
    return {entry["values"]: entry["counts"] for entry in pc.value_counts(leaves).to_pylist()}
