"""The value a flow file becomes: a name and a tuple of blocks; and the walk of columns through it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from sdg_flows.core.block import Block, TeacherBlock
from sdg_flows.core.errors import ColumnsError, did_you_mean, listed
from sdg_flows.core.table import ROW_ID


@dataclass(frozen=True)
class PlacedBlock:
    """A block and where it stands in its flow file, as `file:line`."""

    block: Block
    place: str


@dataclass(frozen=True)
class Pipeline:
    """Blocks in order, with what the loader noticed while reading them.

    `files` are the sha256 of the flow file and of all files that it names, by their path seen from its folder.
    """

    name: str
    source: str
    steps: tuple[PlacedBlock, ...]
    warnings: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Return the blocks without their places."""
        return tuple(step.block for step in self.steps)


@dataclass(frozen=True)
class ResolvedBlock:
    """A block with the columns after it, and the types that the blocks so far have declared."""

    block: Block
    columns: tuple[str, ...]
    types: dict[str, pa.DataType]


def resolve_columns(pipeline: Pipeline, columns: Iterable[str]) -> list[ResolvedBlock]:
    """Return the columns after each block, starting from an input with `columns`.

    Raises:
        ColumnsError: a block needs a column that is not there, or adds one that must not be there yet.
    """
    return list(_resolved(pipeline, tuple(columns)))


def _resolved(pipeline: Pipeline, here: tuple[str, ...]) -> Iterator[ResolvedBlock]:
    types: dict[str, pa.DataType] = {}
    for step in pipeline.steps:
        declared = step.block.columns
        for name in declared.missing(here):
            raise ColumnsError(
                f"{step.place}: block {step.block.name!r} needs column {name!r}, which no input or earlier block "
                f"gives.{did_you_mean(name, here)} Columns here: {listed(here)}."
            )
        for name in declared.conflicting(here):
            raise ColumnsError(
                f"{step.place}: block {step.block.name!r} makes column {name!r}, which is there already. "
                f"Choose another name. Columns here: {listed(here)}."
            )
        changed = {*declared.adds, *declared.removes}
        if ROW_ID in changed:
            raise ColumnsError(
                f"{step.place}: block {step.block.name!r} may not make or drop {ROW_ID!r}, which says what a row is."
            )
        here = declared.after(here)
        types = {name: kind for name, kind in types.items() if name not in changed} | dict(declared.types)
        yield ResolvedBlock(step.block, here, types)


def last_teacher_block_for(blocks: Sequence[Block], columns: Iterable[str]) -> TeacherBlock | None:
    """Return the last of the blocks whose answers are in any of the columns after them; None when no answer is."""
    sought = set(columns)
    for block in reversed(blocks):
        declared = block.columns
        made = sought.intersection(declared.adds)
        if made and isinstance(block, TeacherBlock):
            return block
        if made:
            sought = sought - made | set(declared.needs)
    return None


def needed_columns(pipeline: Pipeline) -> tuple[str, ...]:
    """Return the columns that an input must have: those a block needs before any earlier block has made them."""
    made: set[str] = set()
    needed: dict[str, None] = {}
    for block in pipeline.blocks:
        needed.update(dict.fromkeys(name for name in block.columns.needs if name not in made))
        made |= set(block.columns.adds)
    return tuple(needed)
