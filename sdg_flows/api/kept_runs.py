"""The runs that `generate_taxonomy` keeps beside the rows that it returns."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

RUNS_FOLDER = "runs"
"""The folder of the runs, beside the files of rows."""


def is_from_offline_teacher(folder: Path, files: Iterable[Path]) -> bool:
    """Return whether one of the files is the unchanged output of a run in `folder` with the offline teacher."""
    digests = {hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    runs: list[dict[str, Any]] = [json.loads(path.read_bytes()) for path in folder.glob(f"{RUNS_FOLDER}/*/run.json")]
    return any(run["offline"] and digests & {facts["sha256"] for facts in run["files"].values()} for run in runs)
