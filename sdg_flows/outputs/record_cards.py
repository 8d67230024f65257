"""Record cards: what each block did with an input row, and with the rows that were made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sdg_flows.core.exchange import Usage


@dataclass(frozen=True)
class CardAnswer:
    """An answer as it came. `kept` says that it was there before; else it was with the server for `seconds`."""

    key: str
    outcome: str
    text: str | None
    detail: str | None
    reasoning: str | None
    usage: Usage
    kept: bool
    seconds: float | None


@dataclass(frozen=True)
class Asked:
    """A prompt, as its messages, with the answer of each draw."""

    prompt: tuple[Mapping[str, str], ...]
    answers: tuple[CardAnswer, ...]


@dataclass(frozen=True)
class CardLeft:
    """Why a row left, and at which block."""

    block: str
    reason: str
    detail: str | None


@dataclass(frozen=True)
class CardStep:
    """What one block did with a row.

    `saw` are the columns that a block looked at which makes none; `made` those that it made, and `copied` names the
    column that another one is the same as. `whole_table` says that in a run it looks at all rows.
    """

    block: str
    block_type: str
    asked: tuple[Asked, ...] = ()
    saw: Mapping[str, Any] = field(default_factory=dict[str, Any])
    made: Mapping[str, Any] = field(default_factory=dict[str, Any])
    copied: Mapping[str, str] = field(default_factory=dict[str, str])
    whole_table: bool = False
    note: str | None = None


@dataclass(frozen=True)
class Branch:
    """A row on its way: its steps until it stayed, left, or became other rows.

    `made` are the columns with which it began where it was made; `row_id` is the one with which it ended.
    """

    row_id: str
    made: Mapping[str, Any]
    steps: tuple[CardStep, ...] = ()
    left: CardLeft | None = None
    forks: tuple[Branch, ...] = ()
    merged: bool = False

    @property
    def ends(self) -> Iterator[Branch]:
        """Yield the rows that it ended as."""
        if not self.forks:
            yield self
        for fork in self.forks:
            yield from fork.ends

    @property
    def stayed(self) -> int:
        """Give how many rows of it stayed to the end."""
        return sum(one.left is None and not one.merged for one in self.ends)

    @property
    def lost(self) -> Counter[tuple[str, str]]:
        """Give how many rows of it left, by block and reason."""
        return Counter((one.left.block, one.left.reason) for one in self.ends if one.left)


@dataclass(frozen=True)
class Card:
    """An input row and what became of it."""

    pipeline: str
    row_id: str
    source: Mapping[str, Any]
    way: Branch
