from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pyarrow as pa

from sdg_flows.core.block import REJECTED, Outcome, TableBlock, rejection
from sdg_flows.core.columns import Columns
from sdg_flows.core.errors import ColumnsError
from sdg_flows.core.table import iter_rows, with_column


class SelectMaxRewardResponseBlock(TableBlock):
    """Choose, of each row's responses, the one with the largest reward; the first of equals.

    A reward is a number, or a list of step rewards, of which the last one counts.

    Rows: n in, at most n out, order kept. A row whose lists are null, empty or of different lengths is rejected with
    `uneven`.
    Columns: needs `response_col` (lists of texts) and `reward_col` (lists of numbers, or of lists of numbers); adds
    `output_col` as text.

    Raises:
        ColumnsError: a column holds something else.

    Source: SDG Framework `SelectMaxRewardResponse` (branch best-of-n).

    Example:
        - name: best_of_n              # responses, rewards in; chosen_response added
          type: SelectMaxRewardResponseBlock
          config: {response_col: responses, reward_col: rewards}
    """

    response_col: str
    reward_col: str
    output_col: str = "chosen_response"

    @property
    def columns(self) -> Columns:
        """Need responses and rewards, and add the chosen response."""
        types = {self.output_col: pa.string()}
        return Columns(needs=(self.response_col, self.reward_col), adds=(self.output_col,), types=types)

    def __call__(self, table: pa.Table) -> Outcome:
        """Return the rows with the response that was chosen."""
        self._refuse_unless(_are_texts, table, self.response_col, "lists of texts")
        self._refuse_unless(pa.types.is_list, table, self.reward_col, "lists of rewards")
        rows = list(iter_rows(table))
        chosen = [_best(row[self.response_col], row[self.reward_col]) for row in rows]
        kept = table.filter(pa.array([one is not None for one in chosen], pa.bool_()))
        left = [rejection(row, "uneven") for row, one in zip(rows, chosen, strict=True) if one is None]
        values = pa.array([one for one in chosen if one is not None], pa.string())
        return Outcome(with_column(kept, self.output_col, values), pa.Table.from_pylist(left, schema=REJECTED))

    def _refuse_unless(self, fits: Callable[[pa.DataType], bool], table: pa.Table, column: str, expected: str) -> None:
        kind = table.schema.field(column).type
        if not (pa.types.is_null(kind) or fits(kind)):
            raise ColumnsError(f"block {self.name!r}: column {column!r} holds {kind}. Expected {expected}.")


def _are_texts(kind: pa.DataType) -> bool:
    return pa.types.is_list(kind) and (pa.types.is_string(kind.value_type) or pa.types.is_null(kind.value_type))


def _best(responses: list[str] | None, rewards: list[Any] | None) -> str | None:
    if not responses or not rewards or len(responses) != len(rewards):
        return None
    last = [reward[-1] if isinstance(reward, list) and reward else reward for reward in rewards]
    if not all(isinstance(reward, int | float) and math.isfinite(reward) for reward in last):
        return None
    return responses[last.index(max(last))]
