from __future__ import annotations

import pyarrow as pa
from pydantic import Field, model_validator

from sdg_flows.core.block import LINEAGE, Outcome, TableBlock
from sdg_flows.core.columns import Columns
from sdg_flows.core.errors import ColumnsError
from sdg_flows.core.table import ROW_ID, child_ids, with_column, without_columns


class FlattenColumnsBlock(TableBlock):
    """Make of each row one row per column of `var_cols`: its name in `var_name`, its cell in `value_name`.

    Rows: n in, n times the length of `var_cols` out: all rows of the first column, then all of the second, and so on,
    within each shard of the table. Each made row has an id of its own, and lineage to its row. Null cells make rows
    too; none is rejected.
    Columns: needs and removes `var_cols`, whose cells are of one type; adds `var_name` and `value_name`, which must
    not be there yet.

    Raises:
        ColumnsError: the columns hold cells of different types.

    Source: InstructLab `FlattenColumnsBlock`, a wide-to-long melt.

    Example:
        - name: one_row_per_summary
          type: FlattenColumnsBlock
          config: {var_cols: [summary_short, summary_long], value_name: summary, var_name: summary_kind}
    """

    var_cols: tuple[str, ...] = Field(min_length=1)
    value_name: str
    var_name: str

    @model_validator(mode="after")
    def _two_names(self) -> FlattenColumnsBlock:
        if self.var_name == self.value_name:
            raise ValueError(f"var_name and value_name are both {self.var_name!r}; give two names")
        return self

    @property
    def columns(self) -> Columns:
        """Turn `var_cols` into `var_name` and `value_name`."""
        made = (self.var_name, self.value_name)
        types = {self.var_name: pa.string()}
        return Columns(needs=self.var_cols, adds=made, removes=self.var_cols, absent=made, types=types)

    def __call__(self, table: pa.Table) -> Outcome:
        """Return the long table."""
        ids = table[ROW_ID].to_pylist()
        kept = self._stacked([self._part(table, ids, at) for at in range(len(self.var_cols))])
        parents = pa.chunked_array(table[ROW_ID].chunks * len(self.var_cols), pa.string())
        lineage = [kept[ROW_ID], parents, pa.nulls(kept.num_rows, pa.string())]
        return Outcome(kept, lineage=pa.table(lineage, schema=LINEAGE))

    def _part(self, table: pa.Table, ids: list[str], at: int) -> pa.Table:
        """Return the rows of the column at place `at`."""
        column = self.var_cols[at]
        part = without_columns(table, self.var_cols)
        part = with_column(part, ROW_ID, pa.array(child_ids(ids, at), pa.string()))
        part = part.append_column(self.var_name, pa.repeat(column, len(ids)))
        return part.append_column(self.value_name, table[column])

    def _stacked(self, parts: list[pa.Table]) -> pa.Table:
        try:
            return pa.concat_tables(parts, promote_options="permissive")
        except pa.ArrowTypeError as error:
            found = [f"{name} ({part[self.value_name].type})" for name, part in zip(self.var_cols, parts, strict=True)]
            raise ColumnsError(
                f"block {self.name!r}: columns {', '.join(found)} cannot share column {self.value_name!r}. "
                "Expected cells of one type."
            ) from error
