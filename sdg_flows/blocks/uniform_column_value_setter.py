from __future__ import annotations

from typing import ClassVar

import pyarrow as pa

from sdg_flows.core.block import Outcome, TableBlock
from sdg_flows.core.columns import Columns
from sdg_flows.core.errors import ColumnsError
from sdg_flows.core.named_columns import OneName
from sdg_flows.core.reducing import Reduction, reduced
from sdg_flows.core.table import with_column


class UniformColumnValueSetter(TableBlock):
    """Set every cell of a column to one value of the whole table: its mode, min, max, mean or median.

    The mode of values that are equally frequent is the smallest. Nulls are not counted, and are overwritten; a column
    of nulls stays one.
    Rows: n in, n out, order kept; none is rejected. Looks at the whole table.
    Columns: needs and overwrites the one of `input_cols`; the mean and the median are of type float, all others of the
    column's own type.

    Raises:
        ColumnsError: the value cannot be made of what the column holds, such as the mean of texts.

    Source: sdg_hub `UniformColumnValueSetter`, counted there within each chunk.

    Example:
        - name: one_route_for_all
          type: UniformColumnValueSetter
          config: {input_cols: route, reduction_strategy: mode}
    """

    whole_table: ClassVar[bool] = True

    input_cols: OneName
    reduction_strategy: Reduction = "mode"

    @property
    def columns(self) -> Columns:
        """Overwrite the column."""
        averages = self.reduction_strategy in ("mean", "median")
        types = {self.input_cols[0]: pa.float64()} if averages else dict[str, pa.DataType]()
        return Columns(needs=self.input_cols, adds=self.input_cols, types=types)

    def __call__(self, table: pa.Table) -> Outcome:
        """Give the table with one value in the column."""
        (name,) = self.input_cols
        try:
            value = reduced(table[name], self.reduction_strategy)
        except pa.ArrowNotImplementedError as error:
            raise ColumnsError(
                f"block {self.name!r}: column {name!r} holds {table[name].type}, which has no "
                f"{self.reduction_strategy}. Expected {self._fitting}."
            ) from error
        return Outcome(with_column(table, name, pa.repeat(value, table.num_rows)))

    @property
    def _fitting(self) -> str:
        return "numbers" if self.reduction_strategy in ("mean", "median") else "text, numbers or booleans"
