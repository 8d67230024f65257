"""How often `--fresh` was given for each suite: a file of a work directory."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from sdg_flows.storage.atomic_write import write_atomically


def fresh_draws(file: Path) -> Counter[str]:
    """Give the counts in a file, none when it is not there."""
    return Counter(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else Counter()


def write_fresh_draws(drawn: Counter[str], file: Path) -> None:
    """Write the counts in place of those that are there."""
    write_atomically(json.dumps(drawn), file)
