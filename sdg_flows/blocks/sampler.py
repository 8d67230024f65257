from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pydantic import PositiveInt, model_validator

from sdg_flows.core.block import Outcome, TableBlock, reject
from sdg_flows.core.columns import Columns
from sdg_flows.core.errors import ColumnsError
from sdg_flows.core.named_columns import NewName, OneName
from sdg_flows.core.seeded_random import weighted_sample
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
        """Return the table with what is drawn from each row."""
        column = table[self.input_cols[0]]
        choice = _choice(column, self._item_type(column.type))
        sound = pa.array(choice.sound)
        if choice.sound.all():
            return Outcome(with_column(table, self.output_cols[0], self._drawn(table, choice)))
        return Outcome(self(table.filter(sound)).kept, _rejected(table, column, pc.invert(sound)))

    def _item_type(self, kind: pa.DataType) -> pa.DataType:
        """Return the type of what can be drawn."""
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

    def _drawn(self, table: pa.Table, choice: _Choice) -> pa.Array:
        ids = table[ROW_ID].to_pylist()
        places, counts = weighted_sample(self.random_seed, ids, choice.counts, choice.weights, self.num_samples)
        if self.return_scalar:
            first = np.zeros(len(counts), np.int64)
            first[counts > 0] = places
            return choice.items.take(pa.array(first, mask=counts == 0))
        starts = np.concatenate([[0], np.cumsum(counts)])
        return pa.ListArray.from_arrays(pa.array(starts, pa.int32()), choice.items.take(pa.array(places)))


@dataclass(frozen=True)
class _Choice:
    """The items of all rows, row after row, with their weights, and how many each row has."""

    items: pa.Array
    weights: NDArray[np.float64]
    counts: NDArray[np.int64]

    @property
    def sound(self) -> NDArray[np.bool_]:
        """Return for each row whether all its weights are numbers from 0."""
        bad = ~((self.weights >= 0) & (self.weights < math.inf))
        rows = np.repeat(np.arange(len(self.counts)), self.counts)
        return np.bincount(rows[bad], minlength=len(self.counts)) == 0


def _choice(column: pa.ChunkedArray, item: pa.DataType) -> _Choice:
    if pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
        items = pc.list_flatten(column).combine_chunks()
        counts = pc.fill_null(pc.list_value_length(column), 0).to_numpy()
        return _Choice(items, np.ones(len(items)), counts.astype(np.int64))
    records = [cell or {} for cell in _records(column)]
    weights = [weight or 0 for record in records for weight in record.values()]
    names = pa.array([name for record in records for name in record], item)
    return _Choice(names, np.array(weights, np.float64), np.array([len(record) for record in records], np.int64))


def _rejected(table: pa.Table, column: pa.ChunkedArray, mask: pa.Array) -> pa.Table:
    details = [f"found {next(filter(_is_bad, record.values()))}" for record in _records(column.filter(mask))]
    return reject(table, mask, "bad_weight", pa.array(details, pa.string()))


def _records(column: pa.ChunkedArray) -> list[Any]:
    """Return cells as mappings or nulls; an Arrow map is a list of pairs in Python."""
    cells = column.to_pylist()
    return [cell and dict(cell) for cell in cells] if pa.types.is_map(column.type) else cells


def _is_bad(weight: float | None) -> bool:
    return not 0 <= (weight or 0) < math.inf


def _is_weight(kind: pa.DataType) -> bool:
    return pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_null(kind)
