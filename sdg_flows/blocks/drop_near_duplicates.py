from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Annotated

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field, ValidationInfo, field_validator

from sdg_flows.core.block import Outcome, reject
from sdg_flows.core.columns import Columns
from sdg_flows.core.near_texts import NearTextIndex, split_words
from sdg_flows.core.rows import Rows
from sdg_flows.core.table import ROW_ID
from sdg_flows.core.text_cells import text_cells
from sdg_flows.core.whole_table import WholeTableBlock


class DropNearDuplicatesBlock(WholeTableBlock):
    """Keep the rows whose `column` is no near duplicate of a row that stays before it, in input order.

    A near duplicate has a ROUGE-L of more than `threshold` with it: words in the same order, whatever their case, signs
    and script. With `against`, it is also one of any text in the columns named there, such as the seeds.

    Rows: n in, at most n out, order kept; the others are rejected with `near_duplicate`, and what they are like and how
    much as detail. A text without words is no near duplicate, nor is a null. Looks at the whole table, and has the
    words of all texts in memory.
    Columns: needs `column` and `against`.

    Raises:
        ColumnsError: a column holds lists or records.

    Source: Self-Instruct (Wang et al. 2023), which keeps what has a ROUGE-L of at most 0.7 with all before.

    Example:
        - name: new_ones_only
          type: DropNearDuplicatesBlock
          config: {column: question, threshold: 0.7}
    """

    column: str
    threshold: Annotated[float, Field(gt=0, lt=1)] = 0.7
    against: tuple[str, ...] = ()

    @field_validator("against")
    @classmethod
    def _others(cls, against: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if info.data.get("column") in against:
            raise ValueError(f"{info.data['column']!r} is the column itself: each row would be like its own")
        return against

    @property
    def columns(self) -> Columns:
        """Need the texts."""
        return Columns(needs=(self.column, *self.against))

    def summarize(self, table: pa.Table) -> pa.Table:
        """Return the id and the texts of each row."""
        texts = {f"{at}": text_cells(table, name, self.name) for at, name in enumerate((self.column, *self.against))}
        return pa.table({ROW_ID: table[ROW_ID], **texts})

    def verdicts(self, summaries: Rows) -> Iterator[pa.Table]:
        """Yield for each row what it is a near duplicate of, null when of nothing."""
        names = summaries.column_names[1:]
        compared = {
            text: split_words(text) for row in summaries.dicts(names[1:]) for text in row.values() if text is not None
        }
        frequency = Counter(word for words in compared.values() for word in words)
        for row in summaries.dicts(names[:1]):
            frequency.update(split_words(row["0"] or ""))
        seen = NearTextIndex(frequency, self.threshold)
        ids: list[str] = [f"{text[:80]!r}" for text in compared]
        for words in compared.values():
            seen.add(words)
        for part in summaries.tables():
            yield pa.table({"like": pa.array([self._judged(row, seen, ids) for row in part.to_pylist()], pa.string())})

    def apply(self, table: pa.Table, verdict: pa.Table) -> Outcome:
        """Return the rows that are like none before them."""
        stays = pc.is_null(verdict["like"])
        return Outcome(
            table.filter(stays), reject(table, pc.invert(stays), "near_duplicate", verdict["like"].drop_null())
        )

    def _judged(self, row: dict[str, str | None], seen: NearTextIndex, ids: list[str]) -> str | None:
        """Return what a row is like; a row that is like nothing is compared with from now on."""
        words = split_words(row["0"] or "")
        near = seen.nearest(words) if words else None
        if near is not None:
            return f"{near.similarity:.2f} like {ids[near.place]}"
        seen.add(words)
        ids.append(str(row[ROW_ID]))
        return None
