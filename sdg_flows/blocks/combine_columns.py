from __future__ import annotations

from functools import reduce
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field

from sdg_flows.core.block import Outcome, TableBlock, reject
from sdg_flows.core.columns import Columns
from sdg_flows.core.table import with_column
from sdg_flows.core.text_cells import text_cells


class CombineColumnsBlock(TableBlock):
    """Write into `output_col` the texts of `columns`, in that order, with `separator` between them.

    Numbers and booleans become text in their shortest form: 1.0 is `1`, true is `true`.
    Rows: n in, n out, order kept. A row with a null cell is rejected with reason `null_value`; with `null: skip`
    its null cells are left out, and only a row of nothing but nulls is rejected.
    Columns: needs `columns`; adds `output_col`, which may be one of them.

    Raises:
        ColumnsError: a column holds lists or records.

    Source: InstructLab `CombineColumnsBlock`.

    Example:
        - name: question_with_context
          type: CombineColumnsBlock
          config: {columns: [context, question], output_col: question}
    """

    cols: tuple[str, ...] = Field(alias="columns", min_length=1)
    output_col: str
    separator: str = "\n\n"
    null: Literal["reject", "skip"] = "reject"

    @property
    def columns(self) -> Columns:
        """Need the combined columns, add `output_col`."""
        return Columns(needs=self.cols, adds=(self.output_col,), types={self.output_col: pa.string()})

    def __call__(self, table: pa.Table) -> Outcome:
        """Return the table with the combined texts."""
        enough = reduce(pc.or_ if self.null == "skip" else pc.and_, (pc.is_valid(table[name]) for name in self.cols))
        kept = table.filter(enough)
        texts = [text_cells(kept, name, self.name) for name in self.cols]
        combined = pc.binary_join_element_wise(*texts, self.separator, null_handling="skip")
        return Outcome(with_column(kept, self.output_col, combined), reject(table, pc.invert(enough), "null_value"))
