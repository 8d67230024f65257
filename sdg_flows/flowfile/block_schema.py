"""The settings of blocks as JSON Schema, made of the blocks themselves."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, JsonSchemaWarningKind, models_json_schema

from sdg_flows.core.block import Block
from sdg_flows.flowfile.yaml_kinds import is_list, is_mapping

Schema: TypeAlias = dict[str, Any]

REF = "#/$defs/"


@dataclass(frozen=True)
class BlockSchemas:
    """What may stand in `config`: of each block by its type, and the groups of settings that these refer to."""

    blocks: Mapping[str, Schema]
    groups: Mapping[str, Schema]


def block_schemas(blocks: Mapping[str, type[Block]]) -> BlockSchemas:
    """Return the settings of blocks; a reference leads to `#/$defs/` and a group's name."""
    kinds = list(dict.fromkeys(blocks.values()))
    refs, made = models_json_schema([(kind, "validation") for kind in kinds], schema_generator=_Generator)
    definitions: Schema = made["$defs"]
    own = {kind: str(refs[kind, "validation"]["$ref"]).removeprefix(REF) for kind in kinds}
    settings = {name: _settings(definitions[own[kind]], kind) for name, kind in blocks.items()}
    cleaned = {name: _cleaned(schema) for name, schema in definitions.items() if name not in own.values()}
    return BlockSchemas(settings, {name: cleaned[name] for name in sorted(_reached(settings, cleaned))})


def first_sentence(doc: str | None) -> str:
    """Return the first sentence of a docstring, in one line."""
    paragraph = " ".join(inspect.cleandoc(doc or "").split("\n\n")[0].split())
    return re.split(r"(?<=[.:;]) (?=[A-Z])", paragraph)[0]


class _Generator(GenerateJsonSchema):
    """JSON Schema in which a value that only code can make may be anything, and its default is left out."""

    ignored_warning_kinds: set[JsonSchemaWarningKind] = {"non-serializable-default", "skipped-choice"}  # noqa: RUF012

    def handle_invalid_for_json_schema(self, schema: Any, error_info: str) -> JsonSchemaValue:  # noqa: ANN401
        return {}


def _settings(schema: Schema, kind: type[Block]) -> Schema:
    """Return a block's settings without its name, which stands beside them."""
    cleaned = _cleaned(schema)
    cleaned["description"] = first_sentence(kind.__doc__)
    cleaned["properties"].pop("name")
    cleaned["required"] = [name for name in cleaned["required"] if name != "name"]
    return cleaned


def _cleaned(schema: Any) -> Any:  # noqa: ANN401  any part of a schema
    """Leave out titles that repeat names, and defaults that repeat those of a group."""
    if is_list(schema):
        return [_cleaned(part) for part in schema]
    if not is_mapping(schema):
        return schema
    left_out = {"title"} if isinstance(schema.get("title"), str) else set[str]()
    if "$ref" in schema:
        left_out.add("default")
    kept = {key: _cleaned(value) for key, value in schema.items() if key not in left_out}
    if isinstance(kept.get("description"), str):
        kept["description"] = first_sentence(kept["description"])
    return kept


def _reached(settings: Mapping[str, Schema], groups: Mapping[str, Schema]) -> set[str]:
    """Return the groups that are referred to, by blocks or by groups that are."""
    reached: set[str] = set()
    waiting = set(_references(list(settings.values())))
    while waiting:
        reached |= waiting
        waiting = {name for group in waiting for name in _references(groups[group])} - reached
    return reached


def _references(schema: object) -> Iterator[str]:
    if is_list(schema):
        for part in schema:
            yield from _references(part)
    elif is_mapping(schema):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"].removeprefix(REF)
        yield from _references(list(schema.values()))
