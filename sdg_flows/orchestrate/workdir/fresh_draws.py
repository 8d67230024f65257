"""The file of a work directory that counts, for each suite, how often `--fresh` was given."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from sdg_flows.storage.atomic_write import write_atomically


def read_fresh_draws(file: Path) -> Counter[str]:
    """Read the counts by suite; empty when the file does not exist."""
    return Counter(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else Counter()


def write_fresh_draws(drawn: Counter[str], file: Path) -> None:
    """Write the counts by suite, replacing the file."""
    write_atomically(json.dumps(drawn), file)
