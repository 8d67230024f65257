from __future__ import annotations

from typing import ClassVar

import pyarrow as pa

from sdg_flows.core.block import Outcome, TableBlock
from sdg_flows.core.columns import Columns
from sdg_flows.core.reducing import majority
from sdg_flows.core.table import with_column


class SetToMajorityValueBlock(TableBlock):
    """Set every cell of `col_name` to the value that most rows of the whole table have.

    Of values that are equally frequent, the smallest. Nulls are not counted, and are overwritten; a column of nulls
    stays as it is.
    Rows: n in, n out, order kept; none is rejected.
    Columns: needs and overwrites `col_name`, which keeps its type.

    Source: InstructLab `SetToMajorityValueBlock`, counted there within each batch.

    Example:
        - name: one_route_for_all
          type: SetToMajorityValueBlock
          config: {col_name: route}
    """

    whole_table: ClassVar[bool] = True

    col_name: str

    @property
    def columns(self) -> Columns:
        """Overwrite `col_name`."""
        return Columns(needs=(self.col_name,), adds=(self.col_name,))

    def __call__(self, table: pa.Table) -> Outcome:
        """Give the table with one value in the column."""
        value = majority(table[self.col_name])
        return Outcome(with_column(table, self.col_name, pa.repeat(value, table.num_rows)))
