"""How often all new draws of a suite were asked for, by its name: a file of a work directory."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from sdg_flows.storage.atomic_write import write_atomically


def fresh_draws(file: Path) -> Counter[str]:
    """Give the counts in a file, which need not be there."""
    return Counter(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else Counter()


def write_fresh_draws(drawn: Counter[str], file: Path) -> None:
    """Write the counts over those that are there."""
    write_atomically(json.dumps(drawn), file)
