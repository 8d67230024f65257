"""Teachers side by side: what each made of the same rows, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sdg_flows.core.exchange import Usage


@dataclass(frozen=True)
class AtBlock:
    """What came of rows at one block with one teacher.

    `answers` are different ones, of which `usable` have a whole text. `characters`, `tokens` and `seconds` are medians
    of an answer; None where there are none, and for `seconds` where all were kept from before.
    """

    pipeline: str
    block: str
    rows_in: int
    rows_out: int
    rejected: Mapping[str, int]
    answers: int
    usable: int
    usage: Usage
    characters: int | None
    tokens: int | None
    seconds: float | None


@dataclass(frozen=True)
class Contender:
    """A teacher by the name it was given on the command line, and what came of all rows with it.

    `gave_rows` are the input rows of which something stayed, `alone` those of them of which nothing did with any other
    teacher. `answers`, `usable`, `usage` and `usd` are those of all answers, also of those `kept` from before;
    `answer_seconds` is the median of those `bought` now, and `seconds` is how long these were waited for together.
    """

    name: str
    said: str
    rows_in: int
    rows_out: int
    gave_rows: int
    alone: int
    answers: int
    usable: int
    blocks: tuple[AtBlock, ...]
    bought: int
    kept: int
    usage: Usage
    usd: float | None
    answer_seconds: float | None
    seconds: float

    @property
    def usd_a_thousand(self) -> float | None:
        """Give what a thousand rows out cost; None where nothing says so, or there are none."""
        return None if self.usd is None or not self.rows_out else 1000 * self.usd / self.rows_out


@dataclass(frozen=True)
class Score:
    """A column of numbers that a block made: its mean with each teacher, None where there are none."""

    pipeline: str
    block: str
    column: str
    means: tuple[float | None, ...]


@dataclass(frozen=True)
class Agreement:
    """In how many of the rows that were asked about with the same prompts all teachers' answers give the same."""

    pipeline: str
    block: str
    column: str
    same: int
    of: int


@dataclass(frozen=True)
class Exchange:
    """What a block asked first about a row, and what each teacher answered; None where it was not asked.

    `prompt` is None when the prompts differ, for they follow from the teachers' own earlier answers.
    """

    block: str
    prompt: tuple[Mapping[str, str], ...] | None
    answers: tuple[str | None, ...]


@dataclass(frozen=True)
class SideBySide:
    """An input row, what became of it with each teacher, and what was asked and answered."""

    pipeline: str
    row_id: str
    source: Mapping[str, Any]
    verdicts: tuple[str, ...]
    exchanges: tuple[Exchange, ...]


@dataclass(frozen=True)
class Comparison:
    """Teachers on the same rows. `same_verdicts` are the input rows that stayed with all of them, or with none."""

    teachers: tuple[Contender, ...]
    rows: int
    same_verdicts: int
    scores: tuple[Score, ...]
    agreements: tuple[Agreement, ...]
    samples: tuple[SideBySide, ...]

    @property
    def telling(self) -> list[int]:
        """Give the places of the blocks that asked a teacher, or at which a row left."""
        together = enumerate(zip(*(one.blocks for one in self.teachers), strict=True))
        return [at for at, row in together if any(one.answers or one.rejected for one in row)]
