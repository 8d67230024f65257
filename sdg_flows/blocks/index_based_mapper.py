from __future__ import annotations

from functools import reduce

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field, model_validator

from sdg_flows.core.block import Outcome, TableBlock, reject
from sdg_flows.core.column_choice import choose_cells, has_known_choice
from sdg_flows.core.columns import Columns
from sdg_flows.core.named_columns import Names, NewNames
from sdg_flows.core.table import with_column


class IndexBasedMapperBlock(TableBlock):
    """Write into each of `output_cols` the cell of the column that `choice_map` names for its one of `choice_cols`.

    Choices are compared as text. The picked cells may be null.
    Rows: n in, at most n out, order kept; a row with a choice that is not in `choice_map`, or is null, is rejected with
    `unknown_choice`.
    Columns: needs `input_cols` (which may be left out), `choice_cols` and the mapped columns, whose cells are of one
    type; adds `output_cols` of that type.

    Raises:
        ColumnsError: the mapped columns hold cells of different types, or the choices are lists or records.

    Source: sdg_hub `IndexBasedMapperBlock`.

    Example:
        - name: pick_answers
          type: IndexBasedMapperBlock
          config:
            choice_map: {A: draft, B: revision}
            choice_cols: [style_verdict, fact_verdict]
            output_cols: [best_style, best_facts]
    """

    choice_map: dict[str, str] = Field(min_length=1)
    choice_cols: Names = Field(min_length=1)
    output_cols: NewNames
    input_cols: Names = ()

    @model_validator(mode="after")
    def _a_choice_for_each_column(self) -> IndexBasedMapperBlock:
        if len(self.choice_cols) != len(self.output_cols):
            raise ValueError(
                f"there are {len(self.choice_cols)} choice_cols for {len(self.output_cols)} output_cols; give as many"
            )
        return self

    @property
    def columns(self) -> Columns:
        """Need the choices and the mapped columns, add `output_cols`."""
        return Columns(needs=(*self.input_cols, *self.choice_cols, *self.choice_map.values()), adds=self.output_cols)

    def __call__(self, table: pa.Table) -> Outcome:
        """Return the table with the picked cells."""
        known = reduce(
            pc.and_, (has_known_choice(table, choice, self.choice_map, block=self.name) for choice in self.choice_cols)
        )
        mapped = kept = table.filter(known)
        for choice, output in zip(self.choice_cols, self.output_cols, strict=True):
            cells = choose_cells(kept, choice, self.choice_map, block=self.name, output_col=output)
            mapped = with_column(mapped, output, cells)
        return Outcome(mapped, reject(table, pc.invert(known), "unknown_choice"))
