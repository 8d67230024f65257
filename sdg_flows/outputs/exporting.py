"""A run's training rows as a file of another form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sdg_flows.outputs.data_sets import conversations
from sdg_flows.outputs.disk import write_over
from sdg_flows.outputs.forms import formed
from sdg_flows.outputs.jsonl import jsonl_line


@dataclass(frozen=True)
class Exported:
    """An export: its rows, and how many were left out because the form has no place for their turns."""

    rows: int
    left_out: int


def export(source: Path, form: str, target: Path) -> Exported:
    """Write the rows of a run's folder, or of a file of messages, in a form, line by line.

    Raises:
        InputError: there is no file of messages, or a row in it cannot be used.
        SettingsError: the form is not known.
        DiskError: the file cannot be written; one that was there is as it was.
    """
    file = source / "messages.jsonl" if source.is_dir() else source
    left_out: Counter[bool] = Counter()
    rows = formed(conversations(str(file.absolute())), form)
    written = write_over(target, _lines(rows, left_out), "the export")
    return Exported(written.lines, left_out[True])


def _lines(rows: Iterator[dict[str, Any] | None], left_out: Counter[bool]) -> Iterator[str]:
    for row in rows:
        left_out[row is None] += 1
        if row is not None:
            yield jsonl_line(row)
