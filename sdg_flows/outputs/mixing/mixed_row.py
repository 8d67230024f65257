"""A conversation as it is trained on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

KEYS = ("id", "messages", "metadata", "unmask")
"""The keys of a mixed row, in order."""


def mixed_row(row: Mapping[str, Any], system_prompt: str | None) -> dict[str, Any] | None:
    """Give a row with the system message first; None when a message other than the system's is empty.

    Metadata that is a mapping, or the JSON text of one, is joined with the row's other columns, as JSON text. A row
    without an id gets one from its messages.
    """
    spoken = [message for message in row["messages"] if message["role"] != "system"]
    if any(not message["content"] for message in spoken):
        return None
    first = [message for message in row["messages"] if message["role"] == "system"][:1]
    if system_prompt is not None:
        first = [{"content": system_prompt, "role": "system"}]
    messages = [*first, *spoken]
    metadata = metadata_of(row.get("metadata")) | {key: value for key, value in row.items() if key not in KEYS}
    return {
        "id": row.get("id") or _id(messages),
        "messages": messages,
        "metadata": json.dumps(metadata, ensure_ascii=False, default=str),
        "unmask": bool(row.get("unmask")),
    }


def metadata_of(found: object) -> dict[str, Any]:
    """Give a row's metadata: a mapping, or the JSON text of one; another text stands under `metadata`."""
    if isinstance(found, str):
        try:
            read: Any = json.loads(found)
        except ValueError:
            read = None
        return read if isinstance(read, dict) else {"metadata": found}
    return dict(found) if isinstance(found, Mapping) else {}


def _id(messages: object) -> str:
    text = json.dumps(messages, ensure_ascii=False)
    return hashlib.blake2b(text.encode(errors="replace"), digest_size=16).hexdigest()
