"""The base class of blocks that set every cell of a column to an aggregate of the column."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from itertools import repeat

import pyarrow as pa

from sdg_flows.core.aggregation import Reduction, aggregate, summarize
from sdg_flows.core.block import Outcome
from sdg_flows.core.columns import Columns
from sdg_flows.core.errors import ColumnsError
from sdg_flows.core.rows import Rows
from sdg_flows.core.table import with_column
from sdg_flows.core.whole_table import WholeTableBlock

_AVERAGES = ("mean", "median")


class AggregateBlock(WholeTableBlock):
    """A block that sets every cell of a column to an aggregate of the whole column.

    Rows: n in, n out, order kept; none is rejected.

    Raises:
        ColumnsError: the column holds what cannot be reduced so, such as texts to their mean.
    """

    @property
    @abstractmethod
    def reduction(self) -> tuple[str, Reduction]:
        """Return the column and its reduction."""

    @property
    def columns(self) -> Columns:
        """Overwrite the column; averages are of type float."""
        column, by = self.reduction
        return Columns(needs=(column,), adds=(column,), types={column: pa.float64()} if by in _AVERAGES else {})

    def summarize(self, table: pa.Table) -> pa.Table:
        """Return the partial aggregate of a part."""
        column, by = self.reduction
        with self._refusing(table.schema.field(column).type):
            return summarize(table[column], by)

    def verdicts(self, summaries: Rows) -> Iterator[pa.Table]:
        """Yield the value, for each part the same."""
        with self._refusing(summaries.schema.field("value").type):
            value = aggregate(summaries, self.reduction[1])
        return repeat(pa.table({"value": pa.repeat(value, 1)}), len(summaries.parts))

    def apply(self, table: pa.Table, verdict: pa.Table) -> Outcome:
        """Return the table with one value in the column."""
        return Outcome(with_column(table, self.reduction[0], pa.repeat(verdict["value"][0], table.num_rows)))

    @contextmanager
    def _refusing(self, kind: pa.DataType) -> Generator[None]:
        try:
            yield
        except pa.ArrowNotImplementedError as error:
            column, by = self.reduction
            fitting = "numbers" if by in _AVERAGES else "text, numbers or booleans"
            raise ColumnsError(
                f"block {self.name!r}: column {column!r} holds {kind}, which has no {by}. Expected {fitting}."
            ) from error
