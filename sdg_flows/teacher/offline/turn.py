"""Whose turn it is: what makes two requests have different answers, and equal ones the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from sdg_flows.core.exchange import Request
from sdg_flows.core.identity import digest

T = TypeVar("T")


@dataclass(frozen=True)
class Turn:
    """A row, told by its seed, and which of its draws."""

    seed: str
    draw: int

    @property
    def rng(self) -> Random:
        """Return the source of chance of this draw, always at its start."""
        return Random(f"{self.seed}:{self.draw}")

    def later(self, place: int, places: int) -> Turn:
        """Return the turn of one of several records of an answer; no two records of a row have the same."""
        return Turn(self.seed, self.draw * places + place)

    def of(self, choices: Sequence[T]) -> T:
        """Return one of the choices: each row goes through them in an order of its own, round after round."""
        return Random(self.seed).sample(choices, len(choices))[self.draw % len(choices)]


def turn_of(request: Request, prompt: str) -> Turn:
    """Return the turn of a request; without sampling it depends on the prompt alone."""
    return Turn(digest(request.row_id), request.draw) if request.sampled else Turn(digest(prompt), 0)
