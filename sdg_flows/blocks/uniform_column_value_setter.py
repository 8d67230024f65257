from __future__ import annotations

from sdg_flows.core.aggregate_block import AggregateBlock
from sdg_flows.core.aggregation import Reduction
from sdg_flows.core.named_columns import OneName


class UniformColumnValueSetter(AggregateBlock):
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

    input_cols: OneName
    reduction_strategy: Reduction = "mode"

    @property
    def reduction(self) -> tuple[str, Reduction]:
        """Reduce the column to what the flow file says."""
        return self.input_cols[0], self.reduction_strategy
