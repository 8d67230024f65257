from __future__ import annotations

from typing import Annotated, ClassVar

import pyarrow as pa
from pydantic import Field, NonNegativeInt, model_validator

from sdg_flows.core.block import Outcome, TableBlock, reject
from sdg_flows.core.chance import shuffled
from sdg_flows.core.columns import Columns
from sdg_flows.core.table import ROW_ID


class SampleRowsBlock(TableBlock):
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

    whole_table: ClassVar[bool] = True

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

    def __call__(self, table: pa.Table) -> Outcome:
        """Give the rows that are drawn."""
        drawn = set(shuffled(self.random_seed, table[ROW_ID].to_pylist())[: self._size(table.num_rows)])
        stays = [at in drawn for at in range(table.num_rows)]
        gone = pa.array([not stay for stay in stays], pa.bool_())
        return Outcome(table.filter(pa.array(stays, pa.bool_())), reject(table, gone, "not_sampled"))

    def _size(self, rows: int) -> int:
        return self.n if self.n is not None else int(rows * (self.fraction or 0) + 0.5)
