from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from itertools import repeat

import pyarrow as pa

from sdg_flows.core.block import Outcome
from sdg_flows.core.columns import Columns
from sdg_flows.core.errors import ColumnsError
from sdg_flows.core.named_columns import OneName
from sdg_flows.core.reducing import Reduction, reduced, summary
from sdg_flows.core.rows import Rows
from sdg_flows.core.table import with_column
from sdg_flows.core.whole_table import WholeTableBlock


class UniformColumnValueSetter(WholeTableBlock):
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
    def columns(self) -> Columns:
        """Overwrite the column."""
        averages = self.reduction_strategy in ("mean", "median")
        types = {self.input_cols[0]: pa.float64()} if averages else dict[str, pa.DataType]()
        return Columns(needs=self.input_cols, adds=self.input_cols, types=types)

    def gist(self, table: pa.Table) -> pa.Table:
        """Give what the value is made of."""
        (name,) = self.input_cols
        with self._refused(table.schema.field(name).type):
            return summary(table[name], self.reduction_strategy)

    def settled(self, gists: Rows) -> Iterator[pa.Table]:
        """Yield the value, for each part the same."""
        with self._refused(gists.schema.field("value").type):
            value = reduced(gists, self.reduction_strategy)
        return repeat(pa.table({"value": pa.repeat(value, 1)}), len(gists.parts))

    def judged(self, table: pa.Table, verdict: pa.Table) -> Outcome:
        """Give the table with one value in the column."""
        return Outcome(with_column(table, self.input_cols[0], pa.repeat(verdict["value"][0], table.num_rows)))

    @contextmanager
    def _refused(self, kind: pa.DataType) -> Generator[None]:
        try:
            yield
        except pa.ArrowNotImplementedError as error:
            raise ColumnsError(
                f"block {self.name!r}: column {self.input_cols[0]!r} holds {kind}, which has no "
                f"{self.reduction_strategy}. Expected {self._fitting}."
            ) from error

    @property
    def _fitting(self) -> str:
        return "numbers" if self.reduction_strategy in ("mean", "median") else "text, numbers or booleans"
