from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sdg_flows.core.block import Block
from sdg_flows.flowfile.drops import Drops
from sdg_flows.flowfile.notes import At, Notes


@dataclass(frozen=True)
class Entry:
    """One step as every dialect writes it in its own words: a block, its settings, and what is dropped after it.

    The `At`s say where the step, its settings and its drops stand in the file; `moved` says so of each setting, or
    drop, that stands elsewhere than the others do. With `num_iters` the block runs so many times on the same rows.
    """

    name: str
    kind: type[Block]
    config: Mapping[str, Any]
    at: At
    config_at: At
    drops: Drops = field(default_factory=dict[str, tuple[str, ...]])
    moved: Mapping[At, At] = field(default_factory=dict[At, At])
    num_iters: int | None = None

    def place_of(self, setting: At) -> At:
        """Return the place of a setting in the file."""
        for length in range(len(setting), 0, -1):
            if setting[:length] in self.moved:
                return (*self.moved[setting[:length]], *setting[length:])
        return (*self.config_at, *setting)

    @property
    def label(self) -> str:
        """Return the block as it is called in messages."""
        return f"block {self.name!r} ({self.kind.__name__})"


@dataclass(frozen=True)
class Import:
    """A step in whose place the steps of another flow file stand, with what is dropped after the last of them."""

    name: str
    path: str
    at: At
    path_at: At
    drops: Drops = field(default_factory=dict[str, tuple[str, ...]])


@dataclass(frozen=True)
class Reading:
    """The steps of a flow file, and what is to be said about them.

    `lenient` is True when the file is newer than this package: settings that are not known are then ignored.
    """

    entries: tuple[Entry | Import, ...]
    notes: Notes
    lenient: bool = False
