"""Which columns a block needs, adds and removes, and the walk of columns through a pipeline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyarrow as pa


@dataclass(frozen=True)
class Columns:
    """What a block does to the columns of its table, known from its settings alone.

    `adds` may name a column that is there already: it is then overwritten in its place.
    `absent` names columns that must not be there yet.
    `types` gives the Arrow type of added columns where the settings decide it.
    """

    needs: Iterable[str] = ()
    adds: Iterable[str] = ()
    removes: Iterable[str] = ()
    absent: Iterable[str] = ()
    types: Mapping[str, pa.DataType] = field(default_factory=dict[str, pa.DataType])

    def after(self, before: tuple[str, ...]) -> tuple[str, ...]:
        """Return the columns after the block, in the order of the table."""
        gone = set(self.removes)
        kept = [name for name in before if name not in gone]
        return tuple(dict.fromkeys([*kept, *self.adds]))

    def missing(self, before: Iterable[str]) -> tuple[str, ...]:
        """Return the needed columns that are not there, in the order needed."""
        there = set(before)
        return tuple(dict.fromkeys(name for name in self.needs if name not in there))

    def conflicting(self, before: Iterable[str]) -> tuple[str, ...]:
        """Return the columns that are there already but must not be."""
        return tuple(name for name in before if name in set(self.absent))
