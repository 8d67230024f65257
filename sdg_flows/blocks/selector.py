from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field

from sdg_flows.core.block import Outcome, TableBlock, reject
from sdg_flows.core.columns import Columns
from sdg_flows.core.errors import ColumnsError
from sdg_flows.core.table import with_column


class SelectorBlock(TableBlock):
    """Write into `output_col` the cell of the column that `choice_map` names for the row's `choice_col`.

    Choices are compared as text. The picked cell may be null.
    Rows: n in, n out, order kept; a row whose choice is not in `choice_map`, or is null, is rejected with reason
    `unknown_choice`.
    Columns: needs `choice_col` and the mapped columns, whose cells are of one type; adds `output_col` of that type,
    which may be one of them.

    Raises:
        ColumnsError: the mapped columns hold cells of different types.

    Source: InstructLab `SelectorBlock`, chained after a judge that names the better of two answers.

    Example:
        - name: pick_better_answer
          type: SelectorBlock
          config:
            choice_map: {Assistant A: draft, Assistant B: revision}
            choice_col: verdict
            output_col: answer
    """

    choice_map: dict[str, str] = Field(min_length=1)
    choice_col: str
    output_col: str

    @property
    def columns(self) -> Columns:
        """Need the choice and the mapped columns, add `output_col`."""
        return Columns(needs=(self.choice_col, *self.choice_map.values()), adds=(self.output_col,))

    def __call__(self, table: pa.Table) -> Outcome:
        """Give the table with the picked cells."""
        choice = table[self.choice_col].cast(pa.string())
        known = pc.is_in(choice, value_set=pa.array(self.choice_map))
        picked = self._picked(table.filter(known), choice.filter(known))
        return Outcome(
            with_column(table.filter(known), self.output_col, picked),
            reject(table, pc.invert(known), "unknown_choice"),
        )

    def _picked(self, table: pa.Table, choice: pa.ChunkedArray) -> pa.ChunkedArray:
        kind = self._one_type(table.schema)
        chosen = pc.make_struct(*(pc.equal(choice, key) for key in self.choice_map))
        return pc.case_when(chosen, *(table[column].cast(kind) for column in self.choice_map.values()))

    def _one_type(self, schema: pa.Schema) -> pa.DataType:
        """Give the type that holds the cells of every mapped column."""
        mapped = [schema.field(column) for column in dict.fromkeys(self.choice_map.values())]
        cells = [pa.schema([field.with_name(self.output_col)]) for field in mapped]
        try:
            return pa.unify_schemas(cells, promote_options="permissive").field(0).type
        except pa.ArrowTypeError as error:
            found = ", ".join(f"{field.name} ({field.type})" for field in mapped)
            raise ColumnsError(
                f"block {self.name!r}: columns {found} cannot share column {self.output_col!r}. "
                "Expected cells of one type."
            ) from error
