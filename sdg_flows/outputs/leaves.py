"""Which generated rows go into which file: one per leaf of the taxonomy, else one per pipeline."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from sdg_flows.core.story import Generated

LEAF = "leaf_node_path"

_UNSAFE = re.compile(r"[^\w.-]")
_LONGEST = 180
"""Bytes of a file name without its ending; file systems take 255."""


class Origin(NamedTuple):
    """Where rows come from, by which they share a file."""

    kind: Literal["leaf", "pipeline"]
    name: str


def rows_by_file(generated: Iterable[Generated]) -> dict[str, list[pa.Table]]:
    """Give the tables that belong into each file, by file name without ending; rows keep their order."""
    parts: dict[Origin, list[pa.Table]] = {}
    for one in generated:
        for origin, rows in _parts(one):
            parts.setdefault(origin, []).append(rows)
    names = file_names(parts)
    return {names[origin]: tables for origin, tables in parts.items()}


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


def _parts(one: Generated) -> Iterator[tuple[Origin, pa.Table]]:
    if LEAF not in one.rows.column_names:
        yield from _unless_empty(Origin("pipeline", one.pipeline), one.rows)
        return
    leaves = one.rows[LEAF].cast(pa.string())
    for leaf in pc.unique(leaves.drop_null()).to_pylist():
        yield Origin("leaf", leaf), one.rows.filter(pc.equal(leaves, leaf))
    yield from _unless_empty(Origin("pipeline", one.pipeline), one.rows.filter(pc.is_null(leaves)))


def _unless_empty(origin: Origin, rows: pa.Table) -> Iterator[tuple[Origin, pa.Table]]:
    if rows.num_rows:
        yield origin, rows
