from __future__ import annotations

import pyarrow as pa

from sdg_flows.core.block import Outcome, TableBlock
from sdg_flows.core.columns import Columns
from sdg_flows.core.table import without_columns


class DropColumnsBlock(TableBlock):
    """Remove the columns `cols`; a name that is not there is ignored.

    Rows: n in, n out, order kept; none is rejected.
    Columns: needs none; removes `cols`.

    Source: InstructLab `drop_columns`, which a flow file may write under any block.

    Example:
        - name: drop_scores
          type: DropColumnsBlock
          config: {cols: [evaluation, score]}
    """

    cols: tuple[str, ...]

    @property
    def columns(self) -> Columns:
        """Remove `cols`."""
        return Columns(removes=self.cols)

    def __call__(self, table: pa.Table) -> Outcome:
        """Return the table without `cols`."""
        return Outcome(without_columns(table, self.cols))
