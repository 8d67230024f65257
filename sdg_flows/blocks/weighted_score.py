from __future__ import annotations

from typing import Annotated

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field, model_validator

from sdg_flows.core.block import Outcome, TableBlock, reject
from sdg_flows.core.columns import Columns
from sdg_flows.core.conversion import Cells, extract_score
from sdg_flows.core.table import with_column
from sdg_flows.core.text_cells import text_cells

Weight = Annotated[float, Field(allow_inf_nan=False)]


class WeightedScoreBlock(TableBlock):
    """Add up the scores in several columns, each by its weight, into `output_col`.

    `weights` maps each column to its weight, which may be negative. With `scale`, the least and the most of a score,
    each is first put on 0 to 1, so that weights which sum to 1 give 0 to 1. A number may have words around it, as
    in `**4**` or `4/5`.

    Rows: n in, at most n out, order kept. There is no neutral score: a row is rejected with `null_value`,
    `not_a_number` or, with `scale`, `out_of_range` for the first column that is so.
    Columns: needs the columns of `weights`, and overwrites them with numbers as given; adds `output_col`.

    Raises:
        ColumnsError: a column holds lists or records.

    Source: the HelpSteer attributes of Nemotron-4. Its reward model's card gives the weights helpfulness 0.3,
    correctness 0.74, coherence 0.46, complexity 0.47 and verbosity -0.33 for scores from 0 to 4.

    Example:
        - name: overall                # helpfulness, correctness in; overall added
          type: WeightedScoreBlock
          config: {weights: {helpfulness: 0.5, correctness: 0.5}, scale: [1, 5], output_col: overall}
    """

    weights: Annotated[dict[str, Weight], Field(min_length=1)]
    scale: tuple[float, float] | None = None
    output_col: str

    @model_validator(mode="after")
    def _scale_rises(self) -> WeightedScoreBlock:
        if self.scale is not None and not self.scale[0] < self.scale[1]:
            raise ValueError(f"scale is the least score, then the most; found {list(self.scale)}")
        return self

    @property
    def columns(self) -> Columns:
        """Need the scores, which become numbers, and add the sum."""
        made = (*self.weights, self.output_col)
        return Columns(needs=tuple(self.weights), adds=made, types=dict.fromkeys(made, pa.float64()))

    def __call__(self, table: pa.Table) -> Outcome:
        """Return the table with the sums."""
        rejected: list[pa.Table] = []
        for column in self.weights:
            found = text_cells(table, column, self.name)
            cells = extract_score(table[column], "float")
            cells = pc.if_else(pc.is_finite(cells), cells, pa.scalar(None, pa.float64()))
            for reason, wrong in self._wrong(found, cells):
                details = pc.binary_join_element_wise(f"{column!r}: ", found.filter(wrong), "")
                rejected.append(reject(table, wrong, reason, pc.fill_null(details, f"{column!r} is null")))
            sound = pc.and_(pc.is_valid(cells), self._in_range(cells))
            table = with_column(table, column, cells).filter(sound)
        return Outcome(with_column(table, self.output_col, self._sum(table)), pa.concat_tables(rejected))

    def _wrong(self, found: Cells, cells: Cells) -> list[tuple[str, Cells]]:
        """Return the reasons for which rows leave, each with the rows."""
        unread = pc.and_(pc.is_valid(found), pc.is_null(cells))
        outside = pc.and_(pc.is_valid(cells), pc.invert(self._in_range(cells)))
        return [("null_value", pc.is_null(found)), ("not_a_number", unread), ("out_of_range", outside)]

    def _in_range(self, cells: Cells) -> Cells:
        low, high = self.scale or (-float("inf"), float("inf"))
        return pc.fill_null(pc.and_(pc.greater_equal(cells, low), pc.less_equal(cells, high)), False)

    def _sum(self, table: pa.Table) -> Cells:
        low, high = self.scale or (0.0, 1.0)
        total = pa.chunked_array([pa.array([0.0] * table.num_rows, pa.float64())])
        for column, weight in self.weights.items():
            total = pc.add(total, pc.multiply(pc.divide(pc.subtract(table[column], low), high - low), weight))
        return total
