"""The results of several teachers on the same rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sdg_flows.core.exchange import Usage


@dataclass(frozen=True)
class BlockResult:
    """The results of one block with one teacher.

    `answers` counts distinct answers, `usable` those with a whole text. `characters`, `tokens` and `seconds` are
    medians per answer; None where there are none, and `seconds` also where all answers came from the answer store.
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
class TeacherResult:
    """A teacher, by its name on the command line, and its results on all rows.

    `gave_rows` counts the input rows from which a row was kept, `alone` those of them from which no other teacher kept
    one. `answers`, `usable`, `usage` and `usd` cover all answers, those `kept` from before included; `answer_seconds`
    is the median of those `bought` now, and `seconds` is the total time these were waited for.
    """

    name: str
    said: str
    rows_in: int
    rows_out: int
    gave_rows: int
    alone: int
    answers: int
    usable: int
    blocks: tuple[BlockResult, ...]
    bought: int
    kept: int
    usage: Usage
    usd: float | None
    answer_seconds: float | None
    seconds: float

    @property
    def usd_per_thousand(self) -> float | None:
        """Return the cost of a thousand output rows; None without a price or output rows."""
        return None if self.usd is None or not self.rows_out else 1000 * self.usd / self.rows_out


@dataclass(frozen=True)
class MeanScore:
    """A column of numbers that a block made: its mean for each teacher, None where there are none."""

    pipeline: str
    block: str
    column: str
    means: tuple[float | None, ...]


@dataclass(frozen=True)
class Agreement:
    """Among the rows all teachers were asked about with equal prompts, how many got the same value from all of them."""

    pipeline: str
    block: str
    column: str
    same: int
    of: int


@dataclass(frozen=True)
class Exchange:
    """The first prompt of a block about a row and the answer of each teacher; None for one that was not asked.

    `prompt` is None when the prompts differ because they contain the teachers' own earlier answers.
    """

    block: str
    prompt: tuple[Mapping[str, str], ...] | None
    answers: tuple[str | None, ...]


@dataclass(frozen=True)
class SideBySide:
    """An input row, its outcome with each teacher, and the prompts and answers."""

    pipeline: str
    row_id: str
    source: Mapping[str, Any]
    verdicts: tuple[str, ...]
    exchanges: tuple[Exchange, ...]


@dataclass(frozen=True)
class Comparison:
    """Teachers on the same rows. `same_verdicts` counts the input rows kept with all teachers, or with none."""

    teachers: tuple[TeacherResult, ...]
    rows: int
    same_verdicts: int
    scores: tuple[MeanScore, ...]
    agreements: tuple[Agreement, ...]
    samples: tuple[SideBySide, ...]

    @property
    def informative_blocks(self) -> list[int]:
        """Return the indexes of the blocks that asked a teacher or rejected a row."""
        by_block = enumerate(zip(*(result.blocks for result in self.teachers), strict=True))
        return [index for index, row in by_block if any(result.answers or result.rejected for result in row)]
