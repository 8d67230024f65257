from __future__ import annotations

from typing import Annotated

import numpy as np
import pyarrow as pa
from pydantic import Field, model_validator

from sdg_flows.core.block import Outcome, TableBlock
from sdg_flows.core.columns import Columns
from sdg_flows.core.seeded_random import uniform_numbers
from sdg_flows.core.table import ROW_ID, with_column

Weight = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class DrawValueBlock(TableBlock):
    """Write into `output_col` one of `values`, drawn by chance for each row.

    `values` is a list, in which each is as likely, or a mapping from each to its weight. What is drawn depends on
    `random_seed`, the name of `output_col` and the row alone, so that two such blocks draw independently.

    Rows: n in, n out, order kept; none is rejected.
    Columns: needs none; adds `output_col` as text.

    Source: the category samplers of Data Designer; Evol-Instruct draws the way in which an instruction is evolved.

    Example:
        - name: draw_persona           # persona added
          type: DrawValueBlock
          config: {values: {curious: 2, demanding: 1, concise: 1}, output_col: persona}
    """

    values: Annotated[tuple[str, ...], Field(min_length=1)] | Annotated[dict[str, Weight], Field(min_length=1)]
    output_col: str
    random_seed: int = 0

    @model_validator(mode="after")
    def _something_can_be_drawn(self) -> DrawValueBlock:
        if not sum(self._weights):
            raise ValueError("all weights of values are 0; give one of them more")
        return self

    @property
    def _weights(self) -> list[float]:
        return list(self.values.values()) if isinstance(self.values, dict) else [1.0] * len(self.values)

    @property
    def columns(self) -> Columns:
        """Add what is drawn."""
        return Columns(adds=(self.output_col,), types={self.output_col: pa.string()})

    def __call__(self, table: pa.Table) -> Outcome:
        """Return the table with a value in each row."""
        drawn = uniform_numbers(
            self.random_seed, (f"{self.output_col}\x1f{row_id}" for row_id in table[ROW_ID].to_pylist())
        )
        ends = np.cumsum(self._weights)
        places = np.searchsorted(ends, drawn * ends[-1], side="right")
        values = pa.array(list(self.values), pa.string()).take(pa.array(places, pa.int64()))
        return Outcome(with_column(table, self.output_col, values))
