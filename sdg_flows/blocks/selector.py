from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field

from sdg_flows.core.block import Outcome, TableBlock, reject
from sdg_flows.core.column_choice import choose_cells, has_known_choice
from sdg_flows.core.columns import Columns
from sdg_flows.core.table import with_column


class SelectorBlock(TableBlock):
    """Write into `output_col` the cell of the column that `choice_map` names for the row's `choice_col`.

    Choices are compared as text. The picked cell may be null.
    Rows: n in, n out, order kept; a row whose choice is not in `choice_map`, or is null, is rejected with reason
    `unknown_choice`.
    Columns: needs `choice_col` and the mapped columns, whose cells are of one type; adds `output_col` of that type,
    which may be one of them.

    Raises:
        ColumnsError: the mapped columns hold cells of different types, or the choices are lists or records.

    Source: InstructLab `SelectorBlock`, chained after a judge that names the better of two answers.

    Example:
        - name: pick_better_answer
          type: SelectorBlock
          config:
            choice_map: {Assistant A: draft, Assistant B: revision}
            choice_col: verdict
            output_col: answer
    """

    choice_map: dict[str, str] = Field(min_length=1)
    choice_col: str
    output_col: str

    @property
    def columns(self) -> Columns:
        """Need the choice and the mapped columns, add `output_col`."""
        return Columns(needs=(self.choice_col, *self.choice_map.values()), adds=(self.output_col,))

    def __call__(self, table: pa.Table) -> Outcome:
        """Return the table with the picked cells."""
        known = has_known_choice(table, self.choice_col, self.choice_map, block=self.name)
        kept = table.filter(known)
        cells = choose_cells(kept, self.choice_col, self.choice_map, block=self.name, output_col=self.output_col)
        return Outcome(with_column(kept, self.output_col, cells), reject(table, pc.invert(known), "unknown_choice"))
