"""Reading answers that are JSON objects, as a schema describes them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import pyarrow as pa
from jsonschema import Draft202012Validator, SchemaError
from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

from sdg_flows.core.json_text import parse_json, to_column_number
from sdg_flows.core.parsing import Parsed

Schema: TypeAlias = Mapping[str, Any]

_TYPES: Mapping[str, pa.DataType] = {
    "string": pa.string(),
    "number": pa.float64(),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
}


def read_object(text: str, names: Sequence[str], schema: Schema) -> Parsed:
    """Read the named properties of a JSON object that meets the schema, as one record.

    Values are as `column_type` says; a property that is not there is null. A code fence, words around the object and a
    comma before a closing bracket are forgiven.
    """
    try:
        found = parse_json(text, fix_commas=True, embedded=True)
    except ValueError as error:
        return Parsed(reason="invalid_json", detail=str(error))
    if not isinstance(found, dict):
        return Parsed(reason="schema_mismatch", detail="the answer is no JSON object")
    try:
        wrong = next(_validator(schema).iter_errors(found), None)
        if wrong is not None:
            return Parsed(reason="schema_mismatch", detail=f"{wrong.json_path}: {wrong.message}")
        return Parsed((tuple(_cell(found.get(name), column_type(schema, name)) for name in names),))
    except RecursionError:
        return Parsed(reason="schema_mismatch", detail="the object is nested too deeply")
    except ValueError as error:
        return Parsed(reason="schema_mismatch", detail=str(error))


def column_type(schema: Schema, name: str) -> pa.DataType:
    """Return the type of the column that a property fills; what is no single plain type, or null, is JSON text."""
    described: object = schema["properties"].get(name)
    kind: object = described.get("type") if isinstance(described, Mapping) else None
    kinds = [one for one in (kind if isinstance(kind, list | tuple) else [kind]) if one != "null"]
    return _TYPES.get(str(kinds[0]), pa.string()) if len(kinds) == 1 else pa.string()


def checked_schema(schema: Schema) -> Schema:
    """Return a schema back that is one, of an object with properties; ValueError otherwise."""
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        raise ValueError(f"this is no JSON Schema: {error.message}") from error
    if not isinstance(schema.get("properties"), Mapping):
        raise ValueError(  # noqa: TRY004  pydantic takes a ValueError for a wrong setting
            "the schema describes no object; expected 'properties'"
        )
    resolver = Registry().with_resource("", DRAFT202012.create_resource(schema)).resolver()
    for reference in _references(schema):
        try:
            resolver.lookup(reference)
        except Unresolvable as error:
            raise ValueError(f"the schema has no part {reference!r}; a $ref leads to a place in the schema") from error
    return schema


def _references(part: object) -> Iterator[str]:
    if isinstance(part, Mapping):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        part = list(part.values())
    if isinstance(part, list | tuple):
        for inner in part:
            yield from _references(inner)


def _validator(schema: Schema) -> Draft202012Validator:
    """Return a validator that knows the schema alone: it opens no connection."""
    return Draft202012Validator(schema, registry=Registry())


def _cell(value: object, kind: pa.DataType) -> object:
    """Return a value as the column holds it; ValueError for a number that the column cannot hold."""
    if value is None or (isinstance(value, str) and pa.types.is_string(kind)):
        return value
    if pa.types.is_string(kind):
        return json.dumps(value, ensure_ascii=False)
    if not isinstance(value, int | float) or isinstance(value, bool):
        return value
    return to_column_number(value, whole=pa.types.is_integer(kind))
