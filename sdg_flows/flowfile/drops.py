"""What a step drops after its block: `drop_columns` and `drop_duplicates`, each a list of column names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from sdg_flows.blocks.drop_columns import DropColumnsBlock
from sdg_flows.blocks.drop_duplicates import DropDuplicatesBlock
from sdg_flows.core.block import TableBlock
from sdg_flows.flowfile.yaml_kinds import is_texts, kind_of

Drops: TypeAlias = Mapping[str, tuple[str, ...]]
"""The columns under each key, in the order in which they are dropped."""

DROPS: Mapping[str, type[TableBlock]] = {"drop_columns": DropColumnsBlock, "drop_duplicates": DropDuplicatesBlock}
"""The block that stands for each key; the first is run first."""


def parse_drops(step: Mapping[str, Any]) -> Drops:
    """Return what a step drops; keys that name no columns are left out."""
    return {key: tuple(step[key]) for key in DROPS if is_texts(step.get(key)) and step[key]}


def drop_faults(step: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each key that holds no list of names, and the sentence that goes on from it."""
    for key in DROPS:
        if step.get(key) is not None and not is_texts(step[key]):
            yield key, f"holds {kind_of(step[key])}; expected a list of column names."
