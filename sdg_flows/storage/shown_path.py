from __future__ import annotations

from pathlib import Path


def shown_path(path: Path) -> str:
    """Return the path for messages and published files: relative when it is below the current folder."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
