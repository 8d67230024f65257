"""Blocks that set every cell of a column to one value of the whole table."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from itertools import repeat

import pyarrow as pa

from sdg_flows.core.aggregation import Reduction, aggregated, summary
from sdg_flows.core.block import Outcome
from sdg_flows.core.columns import Columns
from sdg_flows.core.errors import ColumnsError
from sdg_flows.core.rows import Rows
from sdg_flows.core.table import with_column
from sdg_flows.core.whole_table import WholeTableBlock

_AVERAGES = ("mean", "median")


class OneValueBlock(WholeTableBlock):
    """A block that sets every cell of a column to what the whole column is reduced to.

    Rows: n in, n out, order kept; none is rejected.

    Raises:
        ColumnsError: the column holds what cannot be reduced so, such as texts to their mean.
    """

    @property
    @abstractmethod
    def reduces(self) -> tuple[str, Reduction]:
        """Give the column, and what it is reduced to."""

    @property
    def columns(self) -> Columns:
        """Overwrite the column; averages are of type float."""
        column, by = self.reduces
        return Columns(needs=(column,), adds=(column,), types={column: pa.float64()} if by in _AVERAGES else {})

    def gist(self, table: pa.Table) -> pa.Table:
        """Give what the value is made of."""
        column, by = self.reduces
        with self._refused(table.schema.field(column).type):
            return summary(table[column], by)

    def settled(self, gists: Rows) -> Iterator[pa.Table]:
        """Yield the value, for each part the same."""
        with self._refused(gists.schema.field("value").type):
            value = aggregated(gists, self.reduces[1])
        return repeat(pa.table({"value": pa.repeat(value, 1)}), len(gists.parts))

    def judged(self, table: pa.Table, verdict: pa.Table) -> Outcome:
        """Give the table with one value in the column."""
        return Outcome(with_column(table, self.reduces[0], pa.repeat(verdict["value"][0], table.num_rows)))

    @contextmanager
    def _refused(self, kind: pa.DataType) -> Generator[None]:
        try:
            yield
        except pa.ArrowNotImplementedError as error:
            column, by = self.reduces
            fitting = "numbers" if by in _AVERAGES else "text, numbers or booleans"
            raise ColumnsError(
                f"block {self.name!r}: column {column!r} holds {kind}, which has no {by}. Expected {fitting}."
            ) from error
