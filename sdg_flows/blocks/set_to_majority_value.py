from __future__ import annotations

from sdg_flows.core.aggregate_block import AggregateBlock
from sdg_flows.core.aggregation import Reduction


class SetToMajorityValueBlock(AggregateBlock):
    """Set every cell of `col_name` to the value that most rows of the whole table have.

    Of values that are equally frequent, the smallest. Nulls are not counted, and are overwritten; a column of nulls
    stays as it is.
    Rows: n in, n out, order kept; none is rejected.
    Columns: needs and overwrites `col_name`, which keeps its type.

    Raises:
        ColumnsError: the column holds lists or records.

    Source: InstructLab `SetToMajorityValueBlock`, counted there within each batch.

    Example:
        - name: one_route_for_all
          type: SetToMajorityValueBlock
          config: {col_name: route}
    """

    col_name: str

    @property
    def reduction(self) -> tuple[str, Reduction]:
        """Reduce `col_name` to its mode."""
        return self.col_name, "mode"
