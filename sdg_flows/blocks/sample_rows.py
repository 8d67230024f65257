from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import Annotated

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pydantic import Field, NonNegativeInt, model_validator

from sdg_flows.core.block import Outcome, reject
from sdg_flows.core.columns import Columns
from sdg_flows.core.even_shares import even_shares
from sdg_flows.core.rows import Rows
from sdg_flows.core.seeded_random import uniform_numbers
from sdg_flows.core.table import ROW_ID
from sdg_flows.core.text_cells import text_cells
from sdg_flows.core.whole_table import WholeTableBlock


class SampleRowsBlock(WholeTableBlock):
    """Keep `n` rows of the whole table, or the `fraction` of it, drawn by chance and without replacement.

    Exactly so many are kept, and all when the table has no more; a fraction of half a row and more counts as a row.
    Which ones depends on `random_seed` and the rows alone. With `balance_by`, they are spread over the values of that
    column as evenly as its rows allow: what one value lacks is taken from the others.

    Rows: n in, at most n out, order kept; the others are rejected with `not_sampled`. Looks at the whole table.
    Columns: needs `balance_by`, if any.

    Raises:
        ColumnsError: the column `balance_by` holds lists or records.

    Source: sampling in InstructLab recipes, exact and seeded here; topic-balanced sampling of Nemotron-inspired
    pipelines, which came out short where a topic had few rows.

    Example:
        - name: a_hundred_of_them
          type: SampleRowsBlock
          config: {n: 100, random_seed: 42}
    """

    n: NonNegativeInt | None = None
    fraction: Annotated[float, Field(ge=0, le=1)] | None = None
    random_seed: int = 0
    balance_by: str | None = None

    @model_validator(mode="after")
    def _one_size(self) -> SampleRowsBlock:
        if (self.n is None) == (self.fraction is None):
            raise ValueError("give n or fraction, and not both")
        return self

    @property
    def columns(self) -> Columns:
        """Leave the columns as they are."""
        return Columns(needs=() if self.balance_by is None else (self.balance_by,))

    def summarize(self, table: pa.Table) -> pa.Table:
        """Return the chance and the value of each row."""
        values = pa.nulls(table.num_rows) if self.balance_by is None else text_cells(table, self.balance_by, self.name)
        return pa.table({"chance": uniform_numbers(self.random_seed, table[ROW_ID].to_pylist()), "value": values})

    def verdicts(self, summaries: Rows) -> Iterator[pa.Table]:
        """Yield for each row whether it is drawn: those of the smallest chances are."""
        every = summaries.table()
        drawn = self._drawn(every["chance"].to_numpy(), every["value"])
        starts = accumulate((part.num_rows for part in summaries.parts), initial=0)
        for start, part in zip(starts, summaries.parts, strict=False):
            yield pa.table({"drawn": drawn[start : start + part.num_rows]})

    def apply(self, table: pa.Table, verdict: pa.Table) -> Outcome:
        """Return the rows that are drawn."""
        drawn = verdict["drawn"]
        return Outcome(table.filter(drawn), reject(table, pc.invert(drawn), "not_sampled"))

    def _drawn(self, chances: NDArray[np.float64], values: pa.ChunkedArray) -> NDArray[np.bool_]:
        """Return for each row whether it is drawn: of each value those of the smallest chances, up to its share."""
        groups = pc.fill_null(values.combine_chunks().dictionary_encode("encode").indices, 0).to_numpy()
        shares = np.array(even_shares(np.bincount(groups, minlength=1), self._size(len(chances))))
        order = np.lexsort((chances, groups))
        rank = np.arange(len(order)) - np.searchsorted(groups[order], groups[order])
        drawn = np.zeros(len(chances), np.bool_)
        drawn[order[rank < shares[groups[order]]]] = True
        return drawn

    def _size(self, rows: int) -> int:
        return self.n if self.n is not None else int(rows * (self.fraction or 0) + 0.5)
