"""What is written about a block, as Markdown: its docstring, its settings and its example."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator, Mapping
from textwrap import dedent

from sdg_flows.core.block import Block, TeacherBlock
from sdg_flows.flowfile.block_schema import REF, Schema, block_schemas

INTRODUCTION = """\
# Blocks

Made of the blocks themselves by `sdg-flows blocks --markdown`. Each block's settings are the keys of its `config`;
what they have in common stands at the end, under [groups of settings](#groups-of-settings).
"""
SECTIONS = re.compile(r"^(Rows|Columns|Model|Words|Raises|Source):", re.MULTILINE)


def blocks_page(blocks: Mapping[str, type[Block]]) -> str:
    """Return the reference of all blocks: those that work on the table, those that ask the teacher, groups."""
    schemas = block_schemas(blocks)
    teachers = {name for name, kind in blocks.items() if issubclass(kind, TeacherBlock)}
    pages = {name: _page(name, blocks[name], schemas.blocks[name]) for name in sorted(blocks)}
    groups = [_group(name, schema) for name, schema in schemas.groups.items()]
    parts = [
        INTRODUCTION,
        "## Blocks that ask the teacher\n",
        *(page for name, page in pages.items() if name in teachers),
        "## Blocks that work on the table\n",
        *(page for name, page in pages.items() if name not in teachers),
        "## Groups of settings\n",
        *groups,
    ]
    return "\n".join(parts)


def block_page(name: str, blocks: Mapping[str, type[Block]]) -> str:
    """Return what is written about one block, and the groups of settings that it has."""
    schemas = block_schemas({name: blocks[name]})
    groups = [_group(group, schema) for group, schema in schemas.groups.items()]
    return "\n".join([_page(name, blocks[name], schemas.blocks[name]), *groups])


def example_of(kind: type[Block]) -> str:
    """Return the steps, in YAML, that a block's docstring shows; an empty text when it shows none."""
    lines = inspect.cleandoc(kind.__doc__ or "").splitlines()
    return dedent("\n".join(lines[at] for at in _example_lines(lines)))


def _example_lines(lines: list[str]) -> Iterator[int]:
    """Yield the places of the lines from the first that begins a step, as far as they are indented like it."""
    start = next((at for at, line in enumerate(lines) if re.match(r"\s*- (name|type):", line)), len(lines))
    for at in range(start, len(lines)):
        indent = len(lines[start]) - len(lines[start].lstrip())
        text = lines[at]
        if text.strip() and (len(text) - len(text.lstrip()) < indent or text.strip().startswith("```")):
            return
        yield at


def _page(name: str, kind: type[Block], schema: Schema) -> str:
    return f"### {name}\n\n{_prose(kind)}\n\n{_settings(schema)}\n```yaml\n{example_of(kind).strip()}\n```\n"


def _group(name: str, schema: Schema) -> str:
    said = f"{schema['description']}\n\n" if "description" in schema else ""
    return f"### {name}\n\n{said}{_settings(schema)}"


def _prose(kind: type[Block]) -> str:
    """Return a block's docstring without its example, a paragraph for each of its sections."""
    lines = inspect.cleandoc(kind.__doc__ or "").splitlines()
    example = {*_example_lines(lines)}
    text = [line for at, line in enumerate(lines) if at not in example and line.strip() not in _AROUND_EXAMPLES]
    joined = SECTIONS.sub(r"\n**\1:**", "\n".join(line.strip() for line in text))
    return re.sub(r"\n{3,}", "\n\n", joined).strip()


_AROUND_EXAMPLES = ("Example:", "```yaml", "```")


def _settings(schema: Schema) -> str:
    properties: Schema = schema.get("properties", {})
    if not properties:
        return "It has no settings.\n"
    rows = [_row(name, field, required=name in schema.get("required", ())) for name, field in properties.items()]
    return "\n".join(["| setting | holds | default |", "|---|---|---|", *rows, ""])


def _row(name: str, field: Schema, *, required: bool) -> str:
    shown = json.dumps(field["default"], ensure_ascii=False).replace("|", "\\|") if "default" in field else ""
    default = "needed" if required else f"`{shown}`" if shown else ""
    said = f"; {field['description']}" if "description" in field and "$ref" not in field else ""
    return f"| `{name}` | {_held(field)}{said} | {default} |"


def _held(schema: Schema) -> str:
    """Return what a value is, in a word or a few."""
    if "$ref" in schema:
        group = str(schema["$ref"]).removeprefix(REF)
        return f"[{group}](#{group.lower()})"
    if "enum" in schema or "const" in schema:
        return " or ".join(f"`{value}`" for value in schema.get("enum", [schema.get("const")]))
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            return " or ".join(dict.fromkeys(_held(choice) for choice in schema[key]))
    if schema.get("type") == "array":
        return f"list of {_held(schema['items'])}" if "items" in schema else "list"
    if schema.get("type") == "object":
        values = schema.get("additionalProperties")
        return f"mapping to {_held(values)}" if isinstance(values, dict) and values else "mapping"
    return _WORDS.get(schema.get("type", ""), "anything")


_WORDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "null": "null",
}
