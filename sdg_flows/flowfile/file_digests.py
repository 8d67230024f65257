from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path


def file_digests(flow_file: Path, files: Iterable[Path]) -> dict[str, str]:
    """Return the sha256 of files that were read for a flow file, each once, by their path seen from its folder."""
    seen = dict.fromkeys([flow_file, *files])
    return {_relative_to(flow_file, file): hashlib.sha256(file.read_bytes()).hexdigest() for file in seen}


def _relative_to(flow_file: Path, file: Path) -> str:
    return Path(os.path.relpath(file, flow_file.parent)).as_posix()
