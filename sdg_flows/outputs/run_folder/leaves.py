"""Splits generated rows into files: one per leaf of the taxonomy, else one per pipeline."""

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

from sdg_flows.core.row_texts import nested_as_json
from sdg_flows.core.rows import Part, Rows
from sdg_flows.core.run_record import PipelineResult

LEAF = "leaf_node_path"

_UNSAFE = re.compile(r"[^\w.-]")
_MAX_BYTES = 180
"""Bytes of a file name without extension; file systems allow 255."""


class Origin(NamedTuple):
    """The leaf or pipeline that rows come from; rows of one origin share a file."""

    kind: Literal["leaf", "pipeline"]
    name: str


def rows_by_file(generated: Iterable[PipelineResult]) -> dict[str, list[Rows]]:
    """Return the rows of each file, by file name without extension, as one table per pipeline in pipeline order."""
    by_origin: dict[Origin, list[Rows]] = {}
    for result in generated:
        for origin, rows in _rows_by_origin(result).items():
            by_origin.setdefault(origin, []).append(rows)
    names = file_names(by_origin)
    return {names[origin]: tables for origin, tables in by_origin.items()}


def file_names(origins: Iterable[Origin]) -> dict[Origin, str]:
    """Return a file name for each origin, safe on every file system and unique regardless of case.

    A shared or too long name ends in `~` and a digest of the origin; `~` is in no other name.
    """
    safe = {origin: _safe_name(origin.name) for origin in origins}
    wanted = Counter(name.casefold() for name in safe.values())
    return {
        origin: name
        if wanted[name.casefold()] == 1 and len(name.encode()) <= _MAX_BYTES
        else _unique_name(name, origin)
        for origin, name in safe.items()
    }


def _safe_name(name: str) -> str:
    return _UNSAFE.sub("_", unicodedata.normalize("NFC", name)).lstrip(".") or "_"


def _unique_name(name: str, origin: Origin) -> str:
    short = name.encode()[:_MAX_BYTES].decode(errors="ignore")
    text = "\x1f".join(origin).encode(errors="surrogatepass")
    return f"{short}~{hashlib.blake2b(text, digest_size=4).hexdigest()}"


def _rows_by_origin(result: PipelineResult) -> dict[Origin, Rows]:
    """Group a pipeline's rows by leaf, in order of first occurrence; rows without a leaf belong to the pipeline."""
    if LEAF not in result.rows.column_names:
        return {Origin("pipeline", result.pipeline): result.rows} if result.rows.num_rows else {}
    parts: dict[str | None, list[Part]] = {}
    for part in result.rows.parts:
        for leaf, rows in _count_by_leaf(_leaves_of(part.read([LEAF]))).items():
            parts.setdefault(leaf, []).append(part if rows == part.num_rows else _LeafPart(part, leaf, rows))
    without_leaf = parts.pop(None, [])
    by_origin = {Origin("leaf", leaf): leaf_parts for leaf, leaf_parts in parts.items() if leaf is not None}
    if without_leaf:
        by_origin[Origin("pipeline", result.pipeline)] = without_leaf
    return {origin: Rows(result.rows.schema, tuple(leaf_parts)) for origin, leaf_parts in by_origin.items()}


@dataclass(frozen=True)
class _LeafPart:
    """The rows of a part that have this leaf, or none when `leaf` is None."""

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
    """Return the leaf column as text."""
    return nested_as_json(table.select([LEAF]))[LEAF].cast(pa.string())


def _count_by_leaf(leaves: pa.ChunkedArray) -> dict[str | None, int]:
    """Count the rows of each leaf, in order of first occurrence."""
    return {entry["values"]: entry["counts"] for entry in pc.value_counts(leaves).to_pylist()}
