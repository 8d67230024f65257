"""A row of a mixed training file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

KEYS = ("id", "messages", "metadata", "unmask")
"""The keys of a mixed row, in order."""


def mixed_row(row: Mapping[str, Any], system_prompt: str | None) -> dict[str, Any] | None:
    """Return a row with the system message first; None when a message other than the system message is empty.

    The metadata and the row's other columns are merged into one JSON text. A row without an id gets a digest of its
    messages.
    """
    turns = [message for message in row["messages"] if message["role"] != "system"]
    if any(not message["content"] for message in turns):
        return None
    system = [message for message in row["messages"] if message["role"] == "system"][:1]
    if system_prompt is not None:
        system = [{"content": system_prompt, "role": "system"}]
    messages = [*system, *turns]
    metadata = parse_metadata(row.get("metadata")) | {key: value for key, value in row.items() if key not in KEYS}
    return {
        "id": row.get("id") or _id(messages),
        "messages": messages,
        "metadata": json.dumps(metadata, ensure_ascii=False, default=str),
        "unmask": bool(row.get("unmask")),
    }


def parse_metadata(metadata: object) -> dict[str, Any]:
    """Return metadata given as a mapping or as JSON text; another text becomes the value of `metadata`."""
    if isinstance(metadata, str):
        try:
            parsed: Any = json.loads(metadata)
        except ValueError:
            parsed = None
        return parsed if isinstance(parsed, dict) else {"metadata": metadata}
    return dict(metadata) if isinstance(metadata, Mapping) else {}


def _id(messages: object) -> str:
    text = json.dumps(messages, ensure_ascii=False)
    return hashlib.blake2b(text.encode(errors="replace"), digest_size=16).hexdigest()
