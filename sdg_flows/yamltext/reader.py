"""YAML text as plain Python values, with the line of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from sdg_flows.yamltext.bounds import LOADER, check_bounds
from sdg_flows.yamltext.problem import YamlProblem, character_problem, syntax_problem
from sdg_flows.yamltext.scalars import scalar_value

Path: TypeAlias = "tuple[str | int, ...]"


@dataclass(frozen=True)
class Marked:
    """A value read from YAML, and where each part of it stands. Keys of mappings are always text."""

    value: Any
    lines: Mapping[Path, int] = field(repr=False)

    def line(self, path: Sequence[str | int]) -> int | None:
        """Return the 1-based line of the key or item at `path`, else of its nearest ancestor; None in an empty file."""
        for length in range(len(path), -1, -1):
            found = self.lines.get(tuple(path[:length]))
            if found is not None:
                return found
        return None


def read_yaml(text: str, file: str) -> Marked:
    """Read one YAML document; `file` is the name that problems show. An empty text has the value None.

    Unquoted scalars are read as `scalar_value` says. Repeated keys, tags, merge keys and keys that are not scalars
    are refused, and so is a text beyond what `check_bounds` allows.

    Raises:
        YamlProblem: the text cannot be read, with the line.
    """
    try:
        check_bounds(text, file)
        node = yaml.compose(text, Loader=LOADER)
    except UnicodeEncodeError as error:
        raise character_problem(text, file, error.object[error.start]) from error
    except yaml.YAMLError as error:
        raise syntax_problem(text, file, error) from error
    if node is None:
        return Marked(None, {})
    lines: dict[Path, int] = {(): _line(node)}
    return Marked(_value(node, (), lines, file), lines)


def _value(node: yaml.Node, path: Path, lines: dict[Path, int], file: str) -> Any:  # noqa: ANN401  whatever was written
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, lines, file)
    if isinstance(node, yaml.SequenceNode):
        return _sequence(node, path, lines, file)
    quoted = isinstance(node, yaml.ScalarNode) and node.style
    return node.value if quoted else scalar_value(node.value)


def _sequence(node: yaml.SequenceNode, path: Path, lines: dict[Path, int], file: str) -> list[Any]:
    items: list[Any] = []
    for place, item in enumerate(node.value):
        lines[(*path, place)] = _line(item)
        items.append(_value(item, (*path, place), lines, file))
    return items


def _mapping(node: yaml.MappingNode, path: Path, lines: dict[Path, int], file: str) -> dict[str, Any]:
    entries: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = _line(key_node)
        if not isinstance(key_node, yaml.ScalarNode):
            raise YamlProblem(file, line, "a key must be a word or a text, not a list or a mapping")
        key = key_node.value
        if key in entries:
            raise YamlProblem(file, line, f"key {key!r} stands here a second time, first in line {lines[(*path, key)]}")
        if key == "<<" and not key_node.style:
            raise YamlProblem(file, line, "merge key '<<' is not read; write its keys out")
        lines[(*path, key)] = line
        entries[key] = _value(value_node, (*path, key), lines, file)
    return entries


def _line(node: yaml.Node) -> int:
    return node.start_mark.line + 1
