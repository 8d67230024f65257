"""A run's rows as a file of another form."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sdg_flows.outputs.export.forms import formed
from sdg_flows.outputs.export.preferences import preferences
from sdg_flows.outputs.files.kept_rows import write_kept
from sdg_flows.outputs.mixing.data_sets import conversations
from sdg_flows.storage.url import Place

PREFERENCE = "preference"
"""The form of pairs, which are made of a run's rows and not of its chats."""


@dataclass(frozen=True)
class Exported:
    """An export: its rows, and how many were left out because the form has no place for them."""

    rows: int
    left_out: int


def export(source: Place, form: str, target: Path) -> Exported:
    """Write the rows of a run's folder, or of a file of messages or pairs, in a form, line by line.

    Raises:
        InputError: there is no file of messages, or a row in it cannot be used.
        SettingsError: the form is not known, or pairs are asked of a folder that is no run's.
        DiskError: the file cannot be written; one that was there is as it was.
    """
    if form == PREFERENCE:
        rows = preferences(source)
    else:
        file = source / "messages.jsonl" if source.is_dir() else source
        rows = formed(conversations(str(file.absolute())), form)
    return Exported(*write_kept(target, rows, "the export"))
