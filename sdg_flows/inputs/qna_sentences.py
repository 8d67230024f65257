"""What the schema finds wrong with a qna.yaml, as sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from sdg_flows.core.errors import did_you_mean, listed

_EXPECTED = {"string_type": "text", "list_type": "a list", "model_type": "a mapping"}


def describe_error(error: ErrorDetails, schema: type[BaseModel]) -> str:
    """Return one error of the schema as a sentence, without its line."""
    name = _name(error["loc"])
    if error["type"] == "missing":
        return f"key {name} is missing"
    if error["type"] == "extra_forbidden":
        known = _keys_at(schema, error["loc"][:-1])
        return f"key {name} is not known here.{did_you_mean(str(error['loc'][-1]), known)} Keys here: {listed(known)}"
    if error["type"] == "blank" or error["input"] is None:
        return f"{name} is empty"
    if error["type"] == "too_short":
        limits = error.get("ctx", {})
        there, needed = limits["actual_length"], limits["min_length"]
        entries, are = "entry" if there == 1 else "entries", "is" if needed == 1 else "are"
        return f"{name} has {there} {entries}; at least {needed} {are} needed"
    expected = _EXPECTED.get(error["type"], error["msg"])
    quotes = "; put it in quotes" if expected == "text" and isinstance(error["input"], int | float) else ""
    return f"{name} must be {expected}, found {describe_value(error['input'])}{quotes}"


def describe_value(value: Any) -> str:  # noqa: ANN401  whatever stands in the YAML
    """Name a value of a YAML file in a few words."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "nothing"
    written = {True: "true", False: "false"}[value] if isinstance(value, bool) else repr(value)
    return written if len(written) <= 40 else f"{written[:37]}..."


def _name(path: Sequence[str | int]) -> str:
    """Name the place by its key, and by its number in the list when it is an item."""
    key = next((repr(part) for part in reversed(path) if isinstance(part, str)), "the file")
    return f"item {path[-1] + 1} of {key}" if path and isinstance(path[-1], int) else key


def _keys_at(schema: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """Return the keys that the schema knows in the mapping at `path`."""
    for part in path:
        if isinstance(part, str):
            annotation = schema.model_fields[part].annotation
            inner = next(iter(get_args(annotation)), annotation)
            schema = inner if isinstance(inner, type) and issubclass(inner, BaseModel) else schema
    return list(schema.model_fields)
