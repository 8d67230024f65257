from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, ConfigDict, Field

from sdg_flows.core.block import Outcome, TableBlock, reject
from sdg_flows.core.columns import Columns
from sdg_flows.core.conditions import Condition
from sdg_flows.core.table import with_column


class Route(BaseModel):
    """A text to write, and when."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    to: str
    when: Condition


class RouterBlock(TableBlock):
    """Write into `output_col` the name of the first of `routes` whose condition the row meets, else `otherwise`.

    A condition is a column, an operation as in FilterByValueBlock and a value, or a list of values of which one must be
    met. A null cell meets none.
    Rows: n in, at most n out, order kept; without `otherwise`, a row that meets no condition is rejected with
    `no_route`.
    Columns: needs the columns of the conditions; adds `output_col` as text.

    Raises:
        ColumnsError: a column and a value cannot be compared, such as text with a number.

    Source: routes in agentic SDG Framework flows, where a model's answer was looked up in files.

    Example:
        - name: choose_path            # score in; path added
          type: RouterBlock
          config:
            routes:
              - {to: revise, when: {column: score, operation: lt, value: 3}}
            otherwise: keep
            output_col: path
    """

    routes: tuple[Route, ...] = Field(min_length=1)
    otherwise: str | None = None
    output_col: str

    @property
    def columns(self) -> Columns:
        """Need the columns of the conditions, add the route."""
        needs = [route.when.column for route in self.routes]
        return Columns(needs=needs, adds=(self.output_col,), types={self.output_col: pa.string()})

    def __call__(self, table: pa.Table) -> Outcome:
        """Return the table with the routes."""
        met = pc.make_struct(
            *(route.when.mask(table, self.name) for route in self.routes),
            field_names=[str(at) for at in range(len(self.routes))],
        )
        texts = [pa.scalar(text, pa.string()) for text in (*(route.to for route in self.routes), self.otherwise)]
        taken = pc.case_when(met, *texts)
        routed = pc.is_valid(taken)
        kept = with_column(table.filter(routed), self.output_col, taken.filter(routed))
        return Outcome(kept, reject(table, pc.invert(routed), "no_route"))
