from __future__ import annotations

from pathlib import Path


def shown_path(path: Path) -> str:
    """Give the path as messages and published files name it: seen from the current folder when it lies below that."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
