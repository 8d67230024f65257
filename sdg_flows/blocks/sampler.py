from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
from pydantic import PositiveInt, model_validator

from sdg_flows.core.block import REJECTED, Outcome, TableBlock, rejection
from sdg_flows.core.chance import places_drawn
from sdg_flows.core.columns import Columns
from sdg_flows.core.errors import ColumnsError
from sdg_flows.core.named_columns import NewName, OneName
from sdg_flows.core.table import ROW_ID, with_column


class SamplerBlock(TableBlock):
    """Draw `num_samples` items without replacement from each row's list, or by weight from its record of weights.

    What is drawn depends on `random_seed` and the row alone. A list with fewer items gives all of them; a null or empty
    one gives an empty list. In a record, such as `{easy: 3, hard: 1}`, the names are drawn by their numbers; one of 0
    or null is never drawn. `return_scalar`, for one sample, gives the item itself, or null.

    Rows: n in, at most n out, order kept; a row with a weight that is negative or no finite number is rejected with
    `bad_weight`.
    Columns: needs the one of `input_cols`; adds the one of `output_cols`: a list of items, or an item.

    Raises:
        ColumnsError: the column holds neither lists nor records of numbers.

    Source: sdg_hub `SamplerBlock`.

    Example:
        - name: draw_facts             # facts in; drawn added
          type: SamplerBlock
          config: {input_cols: facts, output_cols: drawn, num_samples: 3, random_seed: 42}
    """

    input_cols: OneName
    output_cols: NewName
    num_samples: PositiveInt = 5
    random_seed: int = 0
    return_scalar: bool = False

    @model_validator(mode="after")
    def _one_item_is_one_sample(self) -> SamplerBlock:
        if self.return_scalar and self.num_samples != 1:
            raise ValueError(f"return_scalar gives one item; set num_samples: 1 instead of {self.num_samples}")
        return self

    @property
    def columns(self) -> Columns:
        """Need the lists, add what is drawn."""
        return Columns(needs=self.input_cols, adds=self.output_cols)

    def __call__(self, table: pa.Table) -> Outcome:
        """Give the table with what is drawn from each row."""
        column = table[self.input_cols[0]]
        item = self._item_type(column.type)
        drawn: list[list[Any]] = []
        stays: list[bool] = []
        rejected: list[dict[str, Any]] = []
        for at, (row_id, cell) in enumerate(zip(table[ROW_ID].to_pylist(), _cells_of(column), strict=True)):
            items, weights = _weighed(cell)
            bad = [weight for weight in weights if not 0 <= weight < math.inf]
            stays.append(not bad)
            if bad:
                rejected.append(rejection(table.slice(at, 1).to_pylist()[0], "bad_weight", f"found {bad[0]}"))
            else:
                places = places_drawn(self.random_seed, row_id, weights, self.num_samples)
                drawn.append([items[place] for place in places])
        kept = with_column(table.filter(pa.array(stays, pa.bool_())), self.output_cols[0], self._drawn(drawn, item))
        return Outcome(kept, pa.Table.from_pylist(rejected, schema=REJECTED))

    def _item_type(self, kind: pa.DataType) -> pa.DataType:
        """Give the type of what can be drawn."""
        if pa.types.is_list(kind) or pa.types.is_large_list(kind):
            return kind.value_type
        weights = [field.type for field in kind] if pa.types.is_struct(kind) else []
        if pa.types.is_map(kind):
            weights = [kind.item_type]
        if pa.types.is_null(kind) or (weights and all(map(_is_weight, weights))):
            return pa.string()
        raise ColumnsError(
            f"block {self.name!r}: column {self.input_cols[0]!r} holds {kind}. Expected lists or records of weights."
        )

    def _drawn(self, drawn: Sequence[list[Any]], item: pa.DataType) -> pa.Array:
        if self.return_scalar:
            return pa.array([items[0] if items else None for items in drawn], item)
        return pa.array(drawn, pa.list_(item))


def _is_weight(kind: pa.DataType) -> bool:
    return pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_null(kind)


def _cells_of(column: pa.ChunkedArray) -> list[Any]:
    """Give cells as lists, mappings or nulls; an Arrow map is a list of pairs in Python."""
    cells = column.to_pylist()
    return [cell and dict(cell) for cell in cells] if pa.types.is_map(column.type) else cells


def _weighed(cell: Mapping[str, float | None] | Sequence[Any] | None) -> tuple[list[Any], list[float]]:
    """Give the items of a cell and the weight of each: 1 in a list."""
    if isinstance(cell, Mapping):
        return list(cell), [weight or 0 for weight in cell.values()]
    items = list(cell or ())
    return items, [1] * len(items)
