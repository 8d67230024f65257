"""One value that stands for a whole column."""

from __future__ import annotations

from typing import Literal, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

Reduction: TypeAlias = Literal["mode", "min", "max", "mean", "median"]


def majority(column: pa.ChunkedArray) -> pa.Scalar:
    """Give the most frequent value, nulls not counted; of values that are equally frequent, the smallest."""
    counted = pc.value_counts(column.drop_null())
    values, counts = counted.field("values"), counted.field("counts")
    return pc.min(values.filter(pc.equal(counts, pc.max(counts))))


def reduced(column: pa.ChunkedArray, by: Reduction) -> pa.Scalar:
    """Give the one value, nulls not counted; null for a column of nulls. Mean and median are of type double.

    Raises:
        pyarrow.ArrowNotImplementedError: the mean or median of what are no numbers.
    """
    if by == "mode":
        return majority(column)
    if by == "median":
        return pc.quantile(column, q=0.5)[0]
    return {"min": pc.min, "max": pc.max, "mean": pc.mean}[by](column)
