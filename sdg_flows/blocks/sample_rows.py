from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import Annotated

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field, NonNegativeInt, model_validator

from sdg_flows.core.block import Outcome, reject
from sdg_flows.core.columns import Columns
from sdg_flows.core.rows import Rows
from sdg_flows.core.seeded_random import chances
from sdg_flows.core.table import ROW_ID
from sdg_flows.core.whole_table import WholeTableBlock


class SampleRowsBlock(WholeTableBlock):
    """Keep `n` rows of the whole table, or the `fraction` of it, drawn by chance and without replacement.

    Exactly so many are kept, and all when the table has no more; a fraction of half a row and more counts as a row.
    Which ones depends on `random_seed` and the rows alone.

    Rows: n in, at most n out, order kept; the others are rejected with `not_sampled`. Looks at the whole table.
    Columns: needs none.

    Source: sampling in InstructLab recipes, exact and seeded here.

    Example:
        - name: a_hundred_of_them
          type: SampleRowsBlock
          config: {n: 100, random_seed: 42}
    """

    n: NonNegativeInt | None = None
    fraction: Annotated[float, Field(ge=0, le=1)] | None = None
    random_seed: int = 0

    @model_validator(mode="after")
    def _one_size(self) -> SampleRowsBlock:
        if (self.n is None) == (self.fraction is None):
            raise ValueError("give n or fraction, and not both")
        return self

    @property
    def columns(self) -> Columns:
        """Leave the columns as they are."""
        return Columns()

    def gist(self, table: pa.Table) -> pa.Table:
        """Give the chance of each row."""
        return pa.table({"chance": chances(self.random_seed, table[ROW_ID].to_pylist())})

    def settled(self, gists: Rows) -> Iterator[pa.Table]:
        """Yield for each row whether it is drawn: those of the smallest chances are."""
        chances = np.concatenate([part["chance"].to_numpy() for part in gists.tables()])
        drawn = np.zeros(len(chances), np.bool_)
        drawn[np.argsort(chances, kind="stable")[: self._size(len(chances))]] = True
        starts = accumulate((part.num_rows for part in gists.parts), initial=0)
        for start, part in zip(starts, gists.parts, strict=False):
            yield pa.table({"drawn": drawn[start : start + part.num_rows]})

    def judged(self, table: pa.Table, verdict: pa.Table) -> Outcome:
        """Give the rows that are drawn."""
        drawn = verdict["drawn"]
        return Outcome(table.filter(drawn), reject(table, pc.invert(drawn), "not_sampled"))

    def _size(self, rows: int) -> int:
        return self.n if self.n is not None else int(rows * (self.fraction or 0) + 0.5)
