"""Converts cells to numbers or booleans, as judges and people write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

Cells: TypeAlias = "pa.Array | pa.ChunkedArray"
DtypeName: TypeAlias = Literal["int", "float", "bool"]

TYPES: Mapping[DtypeName, pa.DataType] = {"int": pa.int64(), "float": pa.float64(), "bool": pa.bool_()}
_NUMBERS: Mapping[DtypeName, str] = {
    "int": r"^\+?(?P<number>-?\d{1,18})$",
    "float": r"^(?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,4})?|[+-]?inf(?:inity)?|nan)$",
}
_NUMBER = r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d{1,4})?"
_SCORE = rf"(?P<score>{_NUMBER})(?:\s*(?:/|out\s+of|of)\s*\d+(?:\.\d+)?)?"
_TRUE = ("true", "yes", "1")
_FALSE = ("false", "no", "0")


def convert(cells: Cells, dtype: DtypeName) -> Cells:
    """Convert cells to a type; null where a cell does not convert."""
    if cells.type == TYPES[dtype]:
        return cells
    text = _normalized(cells)
    if dtype == "bool":
        return pc.less(pc.index_in(text, value_set=pa.array([*_TRUE, *_FALSE], text.type)), len(_TRUE))
    numbers = pc.struct_field(pc.extract_regex(text, pattern=_NUMBERS[dtype]), ["number"])
    return numbers.cast(TYPES[dtype])


def extract_score(cells: Cells, dtype: DtypeName) -> Cells:
    """Return the cells as numbers, and of a text with words around one score that score; null for none or several.

    `2/3`, `2 of 3` and `2 out of 3` are the score 2.
    """
    exact = convert(cells, dtype)
    text = _normalized(cells)
    one = pc.equal(count_scores(cells), 1)
    score = pc.struct_field(pc.extract_regex(text, pattern=_SCORE), ["score"])
    return pc.coalesce(exact, convert(pc.if_else(one, score, pa.scalar(None, score.type)), dtype))


def count_scores(cells: Cells) -> Cells:
    """Count the scores in each text."""
    return pc.count_substring_regex(_normalized(cells), _SCORE)


def _normalized(cells: Cells) -> Cells:
    return pc.utf8_lower(pc.utf8_trim_whitespace(cells.cast(pa.large_string())))
