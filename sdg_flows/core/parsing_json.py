"""Reading answers that are JSON objects, as a schema describes them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import pyarrow as pa
import regex
from jsonschema import Draft202012Validator, SchemaError

from sdg_flows.core.parsing import Parsed

Schema: TypeAlias = Mapping[str, Any]

_FENCE = regex.compile(r"^```(?:json)?\s*\n(?P<inside>.*)\n```$", regex.DOTALL | regex.IGNORECASE)
_TRAILING_COMMA = regex.compile(r",(?=\s*[}\]])")
_TYPES: Mapping[str, pa.DataType] = {
    "string": pa.string(),
    "number": pa.float64(),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
}


def json_in(text: str) -> Any:  # noqa: ANN401  whatever JSON holds
    """Give the JSON value of a text: the whole of it, of its code fence, or its first object or array.

    A comma before a closing bracket is forgiven.

    Raises:
        ValueError: there is none.
    """
    fenced = _FENCE.match(text.strip())
    bare = fenced["inside"] if fenced else text.strip()
    for candidate in (bare, _TRAILING_COMMA.sub("", bare)):
        try:
            return json.loads(candidate)
        except (ValueError, RecursionError):
            continue
    starts = [at for at in (bare.find("{"), bare.find("[")) if at >= 0]
    if not starts:
        raise ValueError("no JSON was found")
    try:
        return json.JSONDecoder().raw_decode(bare, min(starts))[0]
    except RecursionError as error:
        raise ValueError("the JSON is nested too deeply") from error


def read_object(text: str, names: Sequence[str], schema: Schema) -> Parsed:
    """Read the named properties of a JSON object that meets the schema, as one record.

    Values are as `column_type` says; a property that is not there is null.
    """
    try:
        found = json_in(text)
    except ValueError as error:
        return Parsed(reason="invalid_json", detail=str(error))
    wrong = next(Draft202012Validator(schema).iter_errors(found), None)
    if wrong is not None or not isinstance(found, dict):
        return Parsed(reason="schema_mismatch", detail=wrong.message if wrong else "the answer is no JSON object")
    return Parsed((tuple(_cell(found.get(name), column_type(schema, name)) for name in names),))


def column_type(schema: Schema, name: str) -> pa.DataType:
    """Give the type of the column that a property fills; what is no single plain type is JSON text."""
    described: object = schema["properties"].get(name)
    kind = str(described.get("type")) if isinstance(described, Mapping) else ""
    return _TYPES.get(kind, pa.string())


def checked_schema(schema: Schema) -> Schema:
    """Give a schema back that is one, of an object with properties; ValueError otherwise."""
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        raise ValueError(f"this is no JSON Schema: {error.message}") from error
    if not isinstance(schema.get("properties"), Mapping):
        raise ValueError(  # noqa: TRY004  pydantic takes a ValueError for a wrong setting
            "the schema describes no object; expected 'properties'"
        )
    return schema


def _cell(value: object, kind: pa.DataType) -> object:
    if value is None or isinstance(value, str):
        return value
    if pa.types.is_string(kind):
        return json.dumps(value, ensure_ascii=False)
    return int(value) if pa.types.is_integer(kind) and isinstance(value, float) else value
