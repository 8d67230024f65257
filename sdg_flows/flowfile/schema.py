from __future__ import annotations

from collections.abc import Mapping

from sdg_flows.core.block import Block
from sdg_flows.flowfile.block_schema import REF, BlockSchemas, Schema, block_schemas
from sdg_flows.flowfile.dialects.v1_step import IMPORT

DRAFT = "https://json-schema.org/draft/2020-12/schema"

TEXTS: Schema = {"type": "array", "items": {"type": "string"}}


def flow_schema(blocks: Mapping[str, type[Block]]) -> Schema:
    """Return the JSON Schema of flow files with `version` and `blocks`, for editors to complete and check them by."""
    schemas = block_schemas(blocks)
    return {
        "$schema": DRAFT,
        "title": "A flow file of sdg_flows",
        "type": "object",
        "required": ["version", "blocks"],
        "additionalProperties": False,
        "properties": {
            "version": {
                "description": 'The version of the format: "1.0".',
                "type": ["string", "number"],
                "pattern": r"^[0-9]+\.[0-9]+$",
                "default": "1.0",
            },
            "blocks": {
                "description": "The steps, in order.",
                "type": "array",
                "minItems": 1,
                "items": {"$ref": f"{REF}step"},
            },
            "datamixing": _datamixing(),
        },
        "$defs": {"step": _step(schemas), **dict(sorted(schemas.blocks.items())), **schemas.groups},
    }


def _step(schemas: BlockSchemas) -> Schema:
    """Return the schema of a step: what its `type` is decides what its `config` may hold."""
    kinds = [{"const": name, "description": schema["description"]} for name, schema in sorted(schemas.blocks.items())]
    imported = {"const": IMPORT, "description": "Put the steps of another flow file in the place of this one."}
    return {
        "type": "object",
        "required": ["name", "type"],
        "additionalProperties": False,
        "properties": {
            "name": {"description": "What the step achieves; unique in the file.", "type": "string", "pattern": r"\S"},
            "type": {"description": "The block.", "oneOf": [*kinds, imported]},
            "path": {"description": "Of an ImportBlock: the flow file, seen from this one.", "type": "string"},
            "config": {"description": "The block's settings.", "type": "object"},
            "drop_columns": {"description": "Columns to drop after the step.", **_or_null(TEXTS)},
            "drop_duplicates": {
                "description": "After the step, keep the first row of those that are equal in these columns.",
                **_or_null(TEXTS),
            },
        },
        "allOf": [*(_choice(name) for name in sorted(schemas.blocks)), _path_or_config()],
    }


def _path_or_config() -> Schema:
    """Return the rule that an import has a path, and any other step a config."""
    return {
        "if": {"properties": {"type": {"const": IMPORT}}, "required": ["type"]},
        "then": {"required": ["path"], "properties": {"config": False}},
        "else": {"required": ["config"], "properties": {"path": False}},
    }


def _choice(name: str) -> Schema:
    return {
        "if": {"properties": {"type": {"const": name}}, "required": ["type"]},
        "then": {"properties": {"config": {"$ref": f"{REF}{name}"}}},
    }


def _datamixing() -> Schema:
    instructions = {
        "description": "Instructions by kind of data set; one of them opens each auxiliary row.",
        **_or_null({"type": "object", "additionalProperties": TEXTS}),
    }
    return {
        "description": "What is mixed into training data beside the rows made here.",
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {"auxiliary_instructions": instructions},
    }


def _or_null(schema: Schema) -> Schema:
    return {**schema, "type": [schema["type"], "null"]}
