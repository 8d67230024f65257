"""The balance of rows: does every input row end as output or as rejected rows?"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from sdg_flows.core.story import Generated
from sdg_flows.core.table import ROW_ID


@dataclass(frozen=True)
class Balance:
    """How a pipeline's input rows ended.

    `lost` input rows are neither in the output nor rejected, nor are any rows made of them. `strays` are the first
    known ancestors of output or rejected rows that lead to no input row.
    """

    inputs: int = 0
    with_output: int = 0
    all_rejected: int = 0
    lost: int = 0
    strays: int = 0

    @property
    def adds_up(self) -> bool:
        """True when every input row ends as output or rejected, and every row there comes from an input row."""
        return self.lost == 0 and self.strays == 0 and self.inputs == self.with_output + self.all_rejected

    def __add__(self, other: Balance) -> Balance:
        return Balance(
            self.inputs + other.inputs,
            self.with_output + other.with_output,
            self.all_rejected + other.all_rejected,
            self.lost + other.lost,
            self.strays + other.strays,
        )


def balance(generated: Generated) -> Balance:
    """Follow the lineage from output and rejected rows up to the input rows, and count how those ended."""
    inputs = _ids(generated.inputs)
    from_output = _with_ancestors(_ids(generated.rows), generated.lineage)
    from_rejected = _with_ancestors(_ids(generated.rejected), generated.lineage)
    output = pc.is_in(inputs, from_output)
    rejected = pc.and_not(pc.is_in(inputs, from_rejected), output)
    ends = pc.unique(pa.chunked_array([from_output, from_rejected]))
    return Balance(
        inputs=len(inputs),
        with_output=_count(output),
        all_rejected=_count(rejected),
        lost=_count(pc.invert(pc.or_(output, rejected))),
        strays=_count(pc.invert(pc.is_in(ends, pa.concat_arrays([inputs, _ids(generated.lineage)])))),
    )


def _with_ancestors(ids: pa.Array, lineage: pa.Table) -> pa.Array:
    """Give the ids and all they were made from: one pass of kernels per generation, over edges not yet followed."""
    reached = [ids]
    while len(reached[-1]):
        follow = pc.is_in(lineage[ROW_ID], reached[-1])
        reached.append(pc.unique(lineage["parent_id"].filter(follow)))
        lineage = lineage.filter(pc.invert(follow))
    return pc.unique(pa.concat_arrays(reached))


def _ids(table: pa.Table) -> pa.Array:
    return table[ROW_ID].combine_chunks()


def _count(mask: pa.Array) -> int:
    return pc.sum(mask, min_count=0).as_py()
