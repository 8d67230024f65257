"""Rejected rows counted by block and reason, with an example of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sdg_flows.core.run_record import PipelineResult
from sdg_flows.core.table import iter_rows
from sdg_flows.outputs.run_folder.rejected_and_lineage import parse_columns

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
"""The most common reasons in words."""


@dataclass(frozen=True)
class Rejection:
    """The rows that one block of a pipeline rejected for one reason, with the first of them as an example.

    `answer_key` is the key of the answer the example came from, if any.
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
        """Return the reason in words; None for a reason specific to a block."""
        return _MEANINGS.get(self.reason)

    @property
    def detail_in_words(self) -> str | None:
        """Return the detail; one that is only the id of the row kept instead is put into words."""
        is_id = self.detail is not None and _ROW_ID.fullmatch(self.detail)
        return f"row {self.detail} stayed in its place" if is_id else self.detail


def rejections(result: PipelineResult) -> tuple[Rejection, ...]:
    """Count a pipeline's rejected rows by block and reason, in order of first occurrence."""
    found: dict[tuple[str, str], Rejection] = {}
    inputs = set(result.inputs.column_names)
    for group in (group for table in result.rejected.tables() for group in iter_rows(_grouped(table))):
        block, reason, count = group["block"], group["reason"], group["count_all"]
        if (known := found.get((block, reason))) is not None:
            found[block, reason] = replace(known, rows=known.rows + count)
        else:
            example = example_columns(parse_columns(group["row_first"]), inputs)
            detail, answer_key = group["detail_first"], group["answer_key_first"]
            found[block, reason] = Rejection(result.pipeline, block, reason, count, detail, example, answer_key)
    return tuple(found.values())


def _grouped(rejected: pa.Table) -> pa.Table:
    first = pc.ScalarAggregateOptions(skip_nulls=False)
    figures = [([], "count_all"), *((name, "first", first) for name in ("detail", "row", "answer_key"))]
    return rejected.group_by(["block", "reason"], use_threads=False).aggregate(figures)


def most_first(rejections: Iterable[Rejection]) -> list[Rejection]:
    """Sort rejections by rows, the most first."""
    return sorted(rejections, key=lambda rejection: -rejection.rows)


def by_reason(rejections: Iterable[Rejection]) -> list[tuple[str, int]]:
    """Return each reason and its number of rows over all pipelines and blocks, the most first."""
    reasons: dict[str, int] = {}
    for rejection in rejections:
        reasons[rejection.reason] = reasons.get(rejection.reason, 0) + rejection.rows
    return sorted(reasons.items(), key=lambda entry: -entry[1])


def by_block(rejections: Iterable[Rejection]) -> dict[str, dict[str, int]]:
    """Return the number of rows by block and reason."""
    blocks: dict[str, dict[str, int]] = {}
    for rejection in rejections:
        blocks.setdefault(rejection.block, {})[rejection.reason] = rejection.rows
    return blocks


def example_columns(row: Mapping[str, Any], inputs: set[str]) -> dict[str, Any]:
    """Return the last columns that the pipeline added to a row, or the last of the input when it added none."""
    made = [name for name in row if name not in inputs] or list(row)
    return {name: row[name] for name in made[-_EXAMPLE_COLUMNS:]}
