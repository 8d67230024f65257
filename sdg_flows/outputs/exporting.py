"""A run's training rows as a file of another form."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sdg_flows.outputs.data_sets import conversations
from sdg_flows.outputs.forms import formed
from sdg_flows.outputs.kept_rows import write_kept
from sdg_flows.storage.url import Place


@dataclass(frozen=True)
class Exported:
    """An export: its rows, and how many were left out because the form has no place for their turns."""

    rows: int
    left_out: int


def export(source: Place, form: str, target: Path) -> Exported:
    """Write the rows of a run's folder, or of a file of messages, in a form, line by line.

    Raises:
        InputError: there is no file of messages, or a row in it cannot be used.
        SettingsError: the form is not known.
        DiskError: the file cannot be written; one that was there is as it was.
    """
    file = source / "messages.jsonl" if source.is_dir() else source
    rows = formed(conversations(str(file.absolute())), form)
    return Exported(*write_kept(target, rows, "the export"))
