from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Annotated, ClassVar

import pyarrow as pa
import regex
from pydantic import AfterValidator, Field, PositiveInt, model_validator

from sdg_flows.core.block import Outcome, TableBlock, reject
from sdg_flows.core.columns import Columns
from sdg_flows.core.near_texts import split_words
from sdg_flows.core.table import concat_tables
from sdg_flows.core.text_cells import text_cells

_RUN = 3


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("is blank, and stands in every text; give a word or a phrase")
    return text


Phrase = Annotated[str, AfterValidator(_not_blank)]


class FilterByTextBlock(TableBlock):
    """Keep the rows whose text in `column` is of a length, does not repeat itself, and has no forbidden words.

    `max_repetition` is the share of runs of three words that were there before: 0 when none was. `forbidden` words and
    phrases count wherever they stand as whole words, `forbidden_starts` only at the beginning, both in any case and
    with either apostrophe.

    Rows: n in, at most n out, order kept. Reasons of rejected rows, of which the detail names all that hold:
    `null_value`, `too_short`, `too_long`, `repetitive`, `forbidden_start`, `forbidden_words`.
    Columns: needs `column`.

    Raises:
        ColumnsError: the column holds lists or records.

    Source: the heuristics of Self-Instruct (Wang et al. 2023) and of Nemotron-inspired pipelines.

    Example:
        - name: keep_whole_answers
          type: FilterByTextBlock
          config: {column: response, min_words: 5, max_repetition: 0.5, forbidden_starts: ["As an AI"]}
    """

    row_by_row: ClassVar[bool] = True

    column: str
    min_words: PositiveInt | None = None
    max_words: PositiveInt | None = None
    min_characters: PositiveInt | None = None
    max_characters: PositiveInt | None = None
    max_repetition: Annotated[float, Field(ge=0, lt=1)] | None = None
    forbidden: tuple[Phrase, ...] = ()
    forbidden_starts: tuple[Phrase, ...] = ()

    @model_validator(mode="after")
    def _there_is_a_rule(self) -> FilterByTextBlock:
        rules = self.model_fields_set - {"name", "column"}
        if all(getattr(self, rule) in (None, ()) for rule in rules):
            raise ValueError("no rule is given; give min_words, max_words, max_repetition or forbidden, for one")
        for least, most in ((self.min_words, self.max_words), (self.min_characters, self.max_characters)):
            if least is not None and most is not None and least > most:
                raise ValueError(f"no text has at least {least} and at most {most} of them")
        return self

    @property
    def columns(self) -> Columns:
        """Need the text."""
        return Columns(needs=(self.column,))

    def __call__(self, table: pa.Table) -> Outcome:
        """Return the rows that break no rule."""
        broken = [list(self._broken(text)) for text in text_cells(table, self.column, self.name).to_pylist()]
        reasons = [faults[0][0] if faults else None for faults in broken]
        details = ["; ".join(said for _, said in faults) for faults in broken]
        rejected = [
            reject(
                table,
                pa.array([reason == one for reason in reasons], pa.bool_()),
                one,
                pa.array([said for reason, said in zip(reasons, details, strict=True) if reason == one], pa.string()),
            )
            for one in dict.fromkeys(filter(None, reasons))
        ]
        kept = table.filter(pa.array([reason is None for reason in reasons], pa.bool_()))
        return Outcome(kept, concat_tables(rejected)) if rejected else Outcome(kept)

    def _broken(self, text: str | None) -> Iterator[tuple[str, str]]:
        """Yield the reasons for which a text leaves, each with what was found."""
        if text is None:
            yield "null_value", f"{self.column!r} is null"
            return
        words = split_words(text)
        lengths = (
            (len(words), "words", self.min_words, self.max_words),
            (len(text.strip()), "characters", self.min_characters, self.max_characters),
        )
        for found, unit, least, most in lengths:
            if least is not None and found < least:
                yield "too_short", f"{found} {unit}; expected at least {least}"
            if most is not None and found > most:
                yield "too_long", f"{found} {unit}; expected at most {most}"
        if self.max_repetition is not None and (share := repetition(words)) > self.max_repetition:
            yield "repetitive", f"{share:.2f} of it is repeated; expected at most {self.max_repetition:g}"
        if (start := self._starts and self._starts.match(text)) is not None:
            yield "forbidden_start", f"begins with {start.group().strip()!r}"
        if (word := self._words and self._words.search(text)) is not None:
            yield "forbidden_words", f"holds {word.group()!r}"

    @cached_property
    def _words(self) -> regex.Pattern[str] | None:
        return _any_of(self.forbidden)

    @cached_property
    def _starts(self) -> regex.Pattern[str] | None:
        return _any_of(self.forbidden_starts, r"\s*")


def repetition(words: Sequence[str]) -> float:
    """Return the share of runs of three words that were there before; 0 for a text without such a run."""
    runs = [tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)]
    return 1 - len(set(runs)) / len(runs) if runs else 0.0


def _any_of(texts: Sequence[str], before: str = "") -> regex.Pattern[str] | None:
    """Return a pattern for any of the texts as whole words; None for no texts."""
    if not texts:
        return None
    any_of = "|".join(regex.sub("['\u2019]", "['\u2019]", regex.escape(text)) for text in texts)
    return regex.compile(rf"{before}(?<!\w)(?:{any_of})(?!\w)", regex.IGNORECASE)
