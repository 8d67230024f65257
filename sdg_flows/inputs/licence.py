"""The licence that an attribution.txt names for a leaf's documents and examples."""

from __future__ import annotations

import re
from pathlib import Path

from sdg_flows.inputs.utf8_file import read_utf8
from sdg_flows.storage.shown_path import shown_path

_MAX_BYTES = 1_048_576
_LICENCE = re.compile(r"^\s*licen[sc]e\b[^:\n]*:[ \t]*(\S.*?)\s*$", re.IGNORECASE | re.MULTILINE)


def read_licence(folder: Path) -> str | None:
    """Return the licences named in the folder's attribution.txt, each once, or its whole text when it names none.

    None when the file is not there or is blank.

    Raises:
        InputError: the file cannot be read.
    """
    file = folder / "attribution.txt"
    if not file.exists():
        return None
    text = read_utf8(file, shown_path(file), _MAX_BYTES)
    named = dict.fromkeys(_LICENCE.findall(text))
    return "; ".join(named) or text.strip() or None
