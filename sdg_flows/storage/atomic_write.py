from __future__ import annotations

from pathlib import Path


def write_atomically(text: str, path: Path) -> None:
    """Write or replace a file. Whenever the process ends, the file has either the old or the new text, never a mix.

    Raises:
        OSError: the file cannot be written.
    """
    partial = path.with_suffix(".partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)
