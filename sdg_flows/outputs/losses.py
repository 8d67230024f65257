"""Why rows were lost: rejected rows counted by block and reason, with an example of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sdg_flows.core.story import Generated
from sdg_flows.core.table import rows_of
from sdg_flows.outputs.run_folder.trail import columns_of

_EXAMPLE_COLUMNS = 3
_ROW_ID = re.compile(r"[0-9a-f]{24}")
_MEANINGS = {
    "cut": "the answer ended at the most tokens it may have",
    "filtered": "the server's content filter held the answer back",
    "refused": "the model would not answer",
    "malformed": "the server's reply holds no answer",
    "too_long": "the prompt is longer than the model takes",
    "bad_request": "the server refused the request",
    "no_match": "the answer has nothing of what is looked for in it",
    "unclosed_tag": "a tag in the answer is not closed",
    "uneven": "the answer's tags do not pair up",
    "empty": "nothing is in the answer",
    "invalid_json": "the text is no JSON",
    "schema_mismatch": "the JSON has not the fields or types that are asked for",
    "duplicate": "another row is the same",
    "filter_not_met": "the row does not meet the filter's condition",
}
"""What the reasons mean that most rows are rejected for."""


@dataclass(frozen=True)
class Loss:
    """The rows that one block of a pipeline rejected for one reason, and the first of them as an example.

    `answer_key` is that of the answer that the example came from, where there is one.
    """

    pipeline: str
    block: str
    reason: str
    rows: int
    detail: str | None
    example: Mapping[str, Any]
    answer_key: str | None = None

    @property
    def meaning(self) -> str | None:
        """Give the reason in words, None for one of a block's own."""
        return _MEANINGS.get(self.reason)

    @property
    def why(self) -> str | None:
        """Give the detail in words: it may be no more than the id of the row that stayed."""
        is_id = self.detail is not None and _ROW_ID.fullmatch(self.detail)
        return f"row {self.detail} stayed in its place" if is_id else self.detail


def losses(one: Generated) -> tuple[Loss, ...]:
    """Count a pipeline's rejected rows by block and reason, in order of first occurrence."""
    found: dict[tuple[str, str], Loss] = {}
    inputs = set(one.inputs.column_names)
    for group in (group for table in one.rejected.tables() for group in rows_of(_grouped(table))):
        block, reason, count = group["block"], group["reason"], group["count_all"]
        if (so_far := found.get((block, reason))) is not None:
            found[block, reason] = replace(so_far, rows=so_far.rows + count)
        else:
            example = telling(columns_of(group["row_first"]), inputs)
            detail, answer_key = group["detail_first"], group["answer_key_first"]
            found[block, reason] = Loss(one.pipeline, block, reason, count, detail, example, answer_key)
    return tuple(found.values())


def _grouped(rejected: pa.Table) -> pa.Table:
    first = pc.ScalarAggregateOptions(skip_nulls=False)
    figures = [([], "count_all"), *((name, "first", first) for name in ("detail", "row", "answer_key"))]
    return rejected.group_by(["block", "reason"], use_threads=False).aggregate(figures)


def most_first(found: Iterable[Loss]) -> list[Loss]:
    """Give the losses with the most rows first."""
    return sorted(found, key=lambda loss: -loss.rows)


def by_reason(found: Iterable[Loss]) -> list[tuple[str, int]]:
    """Give each reason and its rows over all pipelines and blocks, the most rows first."""
    reasons: dict[str, int] = {}
    for loss in found:
        reasons[loss.reason] = reasons.get(loss.reason, 0) + loss.rows
    return sorted(reasons.items(), key=lambda entry: -entry[1])


def by_block(found: Iterable[Loss]) -> dict[str, dict[str, int]]:
    """Give the rows by block and reason."""
    blocks: dict[str, dict[str, int]] = {}
    for loss in found:
        blocks.setdefault(loss.block, {})[loss.reason] = loss.rows
    return blocks


def telling(row: Mapping[str, Any], inputs: set[str]) -> dict[str, Any]:
    """Give the last columns that the pipeline made, or the last of the input where it had made none yet."""
    made = [name for name in row if name not in inputs] or list(row)
    return {name: row[name] for name in made[-_EXAMPLE_COLUMNS:]}
