from __future__ import annotations

from pathlib import Path


def write_atomically(text: str, path: Path) -> None:
    """Write a file, in place of one that is there: it is wholly the one or the other, whenever the process ends.

    Raises:
        OSError: it cannot be written.
    """
    partial = path.with_suffix(".partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)
