from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat

import pyarrow as pa

from sdg_flows.core.block import Outcome
from sdg_flows.core.columns import Columns
from sdg_flows.core.reducing import reduced, summary
from sdg_flows.core.rows import Rows
from sdg_flows.core.table import with_column
from sdg_flows.core.whole_table import WholeTableBlock


class SetToMajorityValueBlock(WholeTableBlock):
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

    col_name: str

    @property
    def columns(self) -> Columns:
        """Overwrite `col_name`."""
        return Columns(needs=(self.col_name,), adds=(self.col_name,))

    def gist(self, table: pa.Table) -> pa.Table:
        """Count the values."""
        return summary(table[self.col_name], "mode")

    def settled(self, gists: Rows) -> Iterator[pa.Table]:
        """Yield the most frequent value, for each part the same."""
        value = reduced(gists, "mode")
        return repeat(pa.table({"value": pa.repeat(value, 1)}), len(gists.parts))

    def judged(self, table: pa.Table, verdict: pa.Table) -> Outcome:
        """Give the table with one value in the column."""
        return Outcome(with_column(table, self.col_name, pa.repeat(verdict["value"][0], table.num_rows)))
