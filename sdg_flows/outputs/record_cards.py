"""Record cards: what each block did with an input row and with the rows made from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sdg_flows.core.exchange import Usage


@dataclass(frozen=True)
class CardAnswer:
    """An answer as received. `kept` answers came from the answer store; others took the server `seconds`."""

    key: str
    outcome: str
    text: str | None
    detail: str | None
    reasoning: str | None
    usage: Usage
    kept: bool
    seconds: float | None


@dataclass(frozen=True)
class CardPrompt:
    """A prompt, as messages, and the answers of its draws."""

    prompt: tuple[Mapping[str, str], ...]
    answers: tuple[CardAnswer, ...]


@dataclass(frozen=True)
class CardRejection:
    """The block that rejected a row, and why."""

    block: str
    reason: str
    detail: str | None


@dataclass(frozen=True)
class CardStep:
    """What one block did with a row.

    `saw` are the columns read by a block that makes none; `made` are those that it made, and `copied` maps a column to
    the one it equals. `whole_table` blocks see all rows in a run.
    """

    block: str
    block_type: str
    asked: tuple[CardPrompt, ...] = ()
    saw: Mapping[str, Any] = field(default_factory=dict[str, Any])
    made: Mapping[str, Any] = field(default_factory=dict[str, Any])
    copied: Mapping[str, str] = field(default_factory=dict[str, str])
    whole_table: bool = False
    note: str | None = None


@dataclass(frozen=True)
class Branch:
    """The path of a row through the blocks: its steps until it was kept, was rejected, or became other rows.

    `made` are the columns it had when it was made; `row_id` is its id at the end.
    """

    row_id: str
    made: Mapping[str, Any]
    steps: tuple[CardStep, ...] = ()
    left: CardRejection | None = None
    forks: tuple[Branch, ...] = ()
    merged: bool = False

    @property
    def ends(self) -> Iterator[Branch]:
        """Yield the branches without forks below this one, itself included."""
        if not self.forks:
            yield self
        for fork in self.forks:
            yield from fork.ends

    @property
    def stayed(self) -> int:
        """Count the rows that were kept to the end."""
        return sum(end.left is None and not end.merged for end in self.ends)

    @property
    def lost(self) -> Counter[tuple[str, str]]:
        """Count the rejected rows by block and reason."""
        return Counter((end.left.block, end.left.reason) for end in self.ends if end.left)


@dataclass(frozen=True)
class Card:
    """An input row and its path through the pipeline."""

    pipeline: str
    row_id: str
    source: Mapping[str, Any]
    way: Branch
