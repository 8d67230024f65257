"""What a value read from YAML is, as a question with a typed answer and as a word for messages."""

from __future__ import annotations

from typing import Any, TypeGuard


def is_mapping(value: object) -> TypeGuard[dict[str, Any]]:
    """Return whether a value is a mapping; its keys are texts."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Return whether a value is a list."""
    return isinstance(value, list)


def is_texts(value: object) -> TypeGuard[list[str]]:
    """Return whether a value is a list that holds texts only."""
    return is_list(value) and all(isinstance(item, str) for item in value)


def kind_of(value: object) -> str:
    """Return the word for a value."""
    if value == []:
        return "an empty list"
    if is_list(value):
        return "a list of texts" if is_texts(value) else "a list"
    if is_mapping(value):
        return "a mapping"
    return "null" if value is None else repr(value)
