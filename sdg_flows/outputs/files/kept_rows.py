"""Rows into a file of JSON lines, of which some have no place in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sdg_flows.outputs.files.atomic_files import write_over
from sdg_flows.outputs.files.jsonl import jsonl_line


def write_kept(path: Path, rows: Iterable[Mapping[str, Any] | None], what: str) -> tuple[int, int]:
    """Write the rows that are not None in place of a file that is there; give how many were written and left out.

    Raises:
        DiskError, GenerateError: as `write_over` says.
    """
    left_out = 0

    def lines() -> Iterator[str]:
        nonlocal left_out
        for row in rows:
            if row is None:
                left_out += 1
            else:
                yield jsonl_line(row)

    return write_over(path, lines(), what).lines, left_out
