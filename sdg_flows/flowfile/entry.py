from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sdg_flows.core.block import Block
from sdg_flows.flowfile.notes import At, Notes


@dataclass(frozen=True)
class Entry:
    """One step as every dialect writes it in its own words: a block, its settings, and what is dropped after it.

    The `At`s say where the step, its settings and its drops stand in the file.
    """

    name: str
    kind: type[Block]
    config: Mapping[str, Any]
    at: At
    config_at: At
    drop_columns: tuple[str, ...] = ()
    drop_duplicates: tuple[str, ...] = ()

    @property
    def called(self) -> str:
        """Give the block as it is called in messages."""
        return f"block {self.name!r} ({self.kind.__name__})"


@dataclass(frozen=True)
class Reading:
    """The steps of a flow file, and what is to be said about them.

    `lenient` is True when the file is newer than this package: settings that are not known are then ignored.
    """

    entries: tuple[Entry, ...]
    notes: Notes
    lenient: bool = False
