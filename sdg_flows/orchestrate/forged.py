"""Checkpoints that were not written here: Prefect reads a kept result by the serializer that the file itself names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sdg_flows.core.errors import DiskError


def remove_when_forged(checkpoint: Path, serializer: str) -> None:
    """Remove a checkpoint that names another serializer, such as pickle, which would run code; one is made anew.

    Raises:
        DiskError: it cannot be read or removed.
    """
    try:
        if checkpoint.exists() and _serializer_named_in(checkpoint.read_bytes()) != {"type": serializer}:
            checkpoint.unlink()
    except OSError as error:
        raise DiskError(f"{checkpoint}: the checkpoint cannot be read ({error.strerror})") from error


def _serializer_named_in(content: bytes) -> object:
    """Give the serializer that a kept result names; None when it is torn or says anything twice."""
    try:
        return json.loads(content, object_pairs_hook=_once_each)["metadata"]["serializer"]
    except (ValueError, LookupError, TypeError):
        return None


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        raise ValueError("a key stands here twice")
    return content
