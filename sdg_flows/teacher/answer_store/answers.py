"""Where answers are kept: anything that finds replies by key and keeps new ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeAlias

from sdg_flows.teacher.backend import Reply

KeptReply: TypeAlias = tuple[str, str, Reply]
"""A reply as it is kept: its key, the model that was asked, and what came back."""


class Answers(Protocol):
    """A place for answers."""

    def find(self, keys: Iterable[str]) -> dict[str, Reply]:
        """Return the kept replies among `keys`, by key."""
        ...

    def keep(self, replies: Sequence[KeptReply]) -> None:
        """Keep replies, all or none."""
        ...

    def current(self, key: str) -> tuple[str, int]:
        """Return the key of the newest draw of an answer, and how often it was drawn anew."""
        ...

    def note_use(self, checkpoint: str, answers: Iterable[str]) -> None:
        """Note which answers a checkpoint rests on."""
        ...

    def close(self) -> None:
        """Close what holds them."""
        ...


class CarriedAnswers:
    """Answers of one shard on a worker: those it was sent with, and new ones, which it carries back to the store.

    The worker has no store: what is `new` is lost with its process.
    """

    def __init__(self, kept: Mapping[str, Reply]) -> None:
        self._kept = dict(kept)
        self.new: list[KeptReply] = []

    def find(self, keys: Iterable[str]) -> dict[str, Reply]:
        """Return the replies among `keys`, by key."""
        return {key: self._kept[key] for key in keys if key in self._kept}

    def keep(self, replies: Sequence[KeptReply]) -> None:
        """Carry replies."""
        self.new += replies
        self._kept |= {key: reply for key, _, reply in replies}

    def current(self, key: str) -> tuple[str, int]:
        """Return the key as it is: the run that sent the shard has chosen the draw."""
        return key, 0

    def note_use(self, checkpoint: str, answers: Iterable[str]) -> None:
        """Note nothing: the run that sent the shard does."""

    def close(self) -> None:
        """Do nothing: nothing is open."""
