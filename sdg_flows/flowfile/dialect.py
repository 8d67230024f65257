from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeAlias

from sdg_flows.core.errors import FlowFileError
from sdg_flows.flowfile.dialects.sdg_framework import read_sdg_framework
from sdg_flows.flowfile.dialects.sdg_hub import read_sdg_hub
from sdg_flows.flowfile.dialects.v1 import read_v1
from sdg_flows.flowfile.entry import Reading
from sdg_flows.flowfile.notes import MarkedFile
from sdg_flows.flowfile.yaml_kinds import is_list, is_mapping, kind_of

Dialect: TypeAlias = Literal["v1", "chain", "hub"]

READERS: dict[Dialect, Callable[[MarkedFile], Reading]] = {
    "v1": read_v1,
    "chain": read_sdg_framework,
    "hub": read_sdg_hub,
}
"""How each dialect that can be run becomes steps."""

EXPECTED = "expected a mapping with 'version' and 'blocks', or a list of blocks with 'block_type'."


def detect_dialect(value: Any) -> Dialect | None:  # noqa: ANN401  what a YAML file holds
    """Return the dialect of a flow file; None for a value that is no flow file."""
    if is_list(value):
        return "chain" if _names_block_types(value) else None
    if not is_mapping(value):
        return None
    if _names_block_types(value.get("block_configs")) or _names_block_types(list(value.values())):
        return "chain"
    if "blocks" not in value:
        return None
    if "metadata" in value or ("version" not in value and _names_block_types(value["blocks"])):
        return "hub"
    return "v1"


def read_entries(source: MarkedFile) -> Reading:
    """Read a flow file's steps in its dialect.

    Raises:
        FlowFileError: the file is empty, or neither a mapping nor a list of blocks.
    """
    dialect = detect_dialect(source.value)
    if dialect is not None:
        return READERS[dialect](source)
    if is_mapping(source.value):
        return read_v1(source)
    found = "the file is empty" if source.value is None else f"found {kind_of(source.value)}"
    raise FlowFileError([source.note((), f"{found}; {EXPECTED}")])


def _names_block_types(steps: object) -> bool:
    return is_list(steps) and any(is_mapping(step) and "block_type" in step for step in steps)
