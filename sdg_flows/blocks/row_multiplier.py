from __future__ import annotations

import pyarrow as pa
from pydantic import PositiveInt

from sdg_flows.core.block import LINEAGE, Outcome, TableBlock
from sdg_flows.core.columns import Columns
from sdg_flows.core.seeded_random import shuffled_indexes
from sdg_flows.core.table import ROW_ID, child_id, with_column


class RowMultiplierBlock(TableBlock):
    """Make `num_samples` rows of each row, with the same cells.

    Rows: n in, n times `num_samples` out: all of the first row, then all of the second, as children of their row. With
    `shuffle`, in an order of chance over the whole table, which is then in memory; always the same for the same
    `random_seed`.
    Columns: needs none.

    Source: sdg_hub `RowMultiplierBlock`.

    Example:
        - name: three_tries_each
          type: RowMultiplierBlock
          config: {num_samples: 3}
    """

    num_samples: PositiveInt
    shuffle: bool = False
    random_seed: int = 0

    @property
    def whole_table(self) -> bool:  # pyright: ignore[reportIncompatibleVariableOverride]  the flow file's choice
        """Return True when the rows are shuffled."""
        return self.shuffle

    @property
    def columns(self) -> Columns:
        """Leave the columns as they are."""
        return Columns()

    def __call__(self, table: pa.Table) -> Outcome:
        """Return each row `num_samples` times."""
        parents = [row_id for row_id in table[ROW_ID].to_pylist() for _ in range(self.num_samples)]
        ids = [child_id(row_id, at % self.num_samples) for at, row_id in enumerate(parents)]
        rows = table.take(pa.array([at for at in range(table.num_rows) for _ in range(self.num_samples)], pa.int64()))
        made = with_column(rows, ROW_ID, pa.array(ids, pa.string()))
        lineage = pa.table([ids, parents, pa.nulls(len(ids), pa.string())], schema=LINEAGE)
        if self.shuffle:
            made = made.take(pa.array(shuffled_indexes(self.random_seed, ids), pa.int64()))
        return Outcome(made, lineage=lineage)
