"""Conversations in cells: lists of messages, each with a role and a content."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from sdg_flows.core.prompts import Message

MESSAGES = pa.list_(pa.struct([("role", pa.string()), ("content", pa.string())]))
"""The type of a column of conversations."""
_ROLES = frozenset({"system", "user", "assistant", "tool"})


def parse_conversation(cell: object) -> tuple[Message, ...]:
    """Return the messages of a cell, without what else they hold; a text is one user message. None when it has none."""
    said = [{"role": "user", "content": cell}] if isinstance(cell, str) and cell.strip() else cell
    if not isinstance(said, list) or not said or not all(map(_is_message, said)):
        return ()
    return tuple({"role": str(one["role"]), "content": str(one["content"])} for one in said)


def _is_message(found: object) -> bool:
    if not isinstance(found, Mapping):
        return False
    return found.get("role") in _ROLES and isinstance(found.get("content"), str)
