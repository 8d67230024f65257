from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BeforeValidator, Field, model_validator

from sdg_flows.core.block import Outcome, TableBlock, reject
from sdg_flows.core.columns import Columns
from sdg_flows.core.conditions import Value
from sdg_flows.core.table import with_column
from sdg_flows.core.text_cells import normalize_answers, text_cells


def _keys_as_text(found: object) -> object:
    """Spell keys as cells are compared: 1.0 is `1`, true is `true`."""
    if not isinstance(found, Mapping):
        return found
    return {key if isinstance(key, str) else pa.scalar(key).cast(pa.string()).as_py(): found[key] for key in found}


class ValueMapBlock(TableBlock):
    """Write into `output_col` what `mapping` has for the cell of `column`.

    Cells are compared as text; where none is just so, case, quotes and stars around it and a full stop behind it do not
    matter, so that a teacher's `**Yes.**` is YES. A cell that is not in the mapping, or is null, becomes `default` when
    there is one.
    Rows: n in, at most n out, order kept; without a default, a row whose cell is not in the mapping is rejected with
    `unmapped_value`.
    Columns: needs `column`; adds `output_col`, which is `column` itself unless set, of the type of the mapped values.

    Raises:
        ColumnsError: the column holds lists or records.

    Source: value maps in the prompt choices of SDG Framework flows, where each was a file of its own.

    Example:
        - name: verdict_as_score
          type: ValueMapBlock
          config:
            column: verdict
            mapping: {"good": 1.0, "bad": 0.0}
            output_col: score
    """

    version: ClassVar[int] = 2

    column: str
    mapping: Annotated[dict[str, Value], BeforeValidator(_keys_as_text), Field(min_length=1)]
    output_col: str | None = None
    default: Value | None = None

    @model_validator(mode="after")
    def _one_type(self) -> ValueMapBlock:
        try:
            _ = self._cells
        except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
            found = [*self.mapping.values(), *([] if self.default is None else [self.default])]
            raise ValueError(f"mapping and default give values of different types: {found}") from error
        return self

    @property
    def _cells(self) -> pa.Array:
        """Return the mapping's values and, as the last one, the default."""
        return pa.array([*self.mapping.values(), self.default])

    @property
    def _into(self) -> str:
        return self.output_col or self.column

    @property
    def columns(self) -> Columns:
        """Need `column`, add `output_col`."""
        return Columns(needs=(self.column,), adds=(self._into,), types={self._into: self._cells.type})

    def __call__(self, table: pa.Table) -> Outcome:
        """Return the table with the mapped values."""
        cells, keys = text_cells(table, self.column, self.name), pa.array(list(self.mapping), pa.string())
        at = pc.coalesce(
            pc.index_in(cells, value_set=keys),
            pc.index_in(normalize_answers(cells), value_set=normalize_answers(keys), skip_nulls=True),
        )
        if self.default is not None:
            values = self._cells.take(pc.fill_null(at, len(self.mapping)))
            return Outcome(with_column(table, self._into, values))
        mapped = pc.is_valid(at)
        kept = with_column(table.filter(mapped), self._into, self._cells.take(at.filter(mapped)))
        return Outcome(kept, reject(table, pc.invert(mapped), "unmapped_value"))
