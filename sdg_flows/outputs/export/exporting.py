"""Exports a run's rows to a file of another form."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sdg_flows.outputs.export.forms import convert_rows
from sdg_flows.outputs.export.preferences import preferences
from sdg_flows.outputs.files.write_rows import write_rows
from sdg_flows.outputs.mixing.data_sets import conversations
from sdg_flows.storage.url import Place

PREFERENCE = "preference"
"""The form of preference pairs, which are built from a run's rows and not from its chats."""


@dataclass(frozen=True)
class Exported:
    """The result of an export: its rows, and the rows left out because the form cannot express them."""

    rows: int
    left_out: int


def export(source: Place, form: str, target: Path) -> Exported:
    """Write the rows of a run's folder, or of a file of messages or preference rows, in a form, line by line.

    Raises:
        InputError: there is no file of messages, or a row in it cannot be used.
        SettingsError: the form is unknown, or pairs are asked of a folder that is not a run.
        DiskError: the file cannot be written; an existing one is unchanged.
    """
    if form == PREFERENCE:
        rows = preferences(source)
    else:
        file = source / "messages.jsonl" if source.is_dir() else source
        rows = convert_rows(conversations(str(file.absolute())), form)
    return Exported(*write_rows(target, rows, "the export"))
