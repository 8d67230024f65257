"""Guards against forged checkpoints: Prefect reads a persisted result with the serializer that the file names."""

from __future__ import annotations

import json
from pathlib import Path

from sdg_flows.core.errors import DiskError
from sdg_flows.core.json_text import object_without_duplicates


def remove_if_forged(checkpoint: Path, serializer: str) -> None:
    """Remove a checkpoint that names another serializer, such as pickle, which could run code. It is computed again.

    Raises:
        DiskError: the file cannot be read or removed.
    """
    try:
        if checkpoint.exists() and _serializer_named_in(checkpoint.read_bytes()) != {"type": serializer}:
            checkpoint.unlink()
    except OSError as error:
        raise DiskError(f"{checkpoint}: the checkpoint cannot be read ({error.strerror})") from error


def _serializer_named_in(content: bytes) -> object:
    """Return the serializer that a persisted result names; None for incomplete JSON or duplicate keys."""
    try:
        return json.loads(content, object_pairs_hook=object_without_duplicates)["metadata"]["serializer"]
    except (ValueError, LookupError, TypeError):
        return None
