"""A run's training rows as a file of another form."""

from __future__ import annotations

from pathlib import Path

from sdg_flows.outputs.data_sets import conversations
from sdg_flows.outputs.disk import write_over
from sdg_flows.outputs.forms import formed
from sdg_flows.outputs.jsonl import jsonl_line


def export(source: Path, form: str, target: Path) -> int:
    """Write the rows of a run's folder, or of a file of messages, in a form; give their number.

    Raises:
        InputError: there is no file of messages, or a row in it cannot be used.
        SettingsError: the form is not known, or has no place for a row.
        DiskError: the file cannot be written; one that was there is as it was.
    """
    file = source / "messages.jsonl" if source.is_dir() else source
    rows = formed(conversations(str(file.absolute())), form)
    return write_over(target, map(jsonl_line, rows), "the export").lines
