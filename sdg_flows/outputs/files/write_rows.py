"""Writes rows to a file of JSON lines, counting those left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sdg_flows.outputs.files.atomic_files import replace_file
from sdg_flows.outputs.files.jsonl import jsonl_line


def write_rows(path: Path, rows: Iterable[Mapping[str, Any] | None], what: str) -> tuple[int, int]:
    """Write the rows that are not None, replacing the file; return how many were written and left out.

    Raises:
        DiskError, GenerateError: as for `replace_file`.
    """
    left_out = 0

    def lines() -> Iterator[str]:
        nonlocal left_out
        for row in rows:
            if row is None:
                left_out += 1
            else:
                yield jsonl_line(row)

    return replace_file(path, lines(), what).lines, left_out
