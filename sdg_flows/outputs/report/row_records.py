"""Example rows of a report with their history, in a bounded number of bytes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import islice
from math import isfinite
from typing import Any, TypeAlias, cast

from sdg_flows.outputs.figures import clipped
from sdg_flows.outputs.past_runs.row_history import RowHistory
from sdg_flows.outputs.past_runs.run_folders import Facts
from sdg_flows.outputs.run_folder.leaves import LEAF
from sdg_flows.outputs.run_folder.pairs import user_and_assistant

RowRecord: TypeAlias = dict[str, Any]
"""A row with its history, in the format of `sdg-flows why --json`."""
DescribeRows: TypeAlias = Callable[[Facts, Sequence[RowHistory]], Iterable[RowRecord]]
"""Turns histories of rows of a run into records, with the prompts, answers and judgements that are kept."""

MAX_BYTES = 1_500_000
TRUNCATIONS = ((2_000, 40), (600, 40), (150, 25), (80, 12))
"""Limits to try in turn: characters of a text, entries of a list. The first with which all rows fit is used."""


def record_from_files(history: RowHistory) -> RowRecord:
    """Return the record of a row from the run's files alone, without prompts and answers."""
    source = [{"row_id": row_id} for row_id in history.source]
    return {**asdict(history), "source": source, "steps": [], "notes": []}


def with_pair(row: RowRecord) -> RowRecord:
    """Return a row record with its user text, assistant text and leaf."""
    user, assistant = user_and_assistant(row["columns"])
    return {**row, "user": user, "assistant": assistant, "leaf": row["columns"].get(LEAF)}


def describe_from_files(facts: Facts, histories: Sequence[RowHistory]) -> Iterable[RowRecord]:
    """Describe rows by the run's files alone."""
    return map(record_from_files, histories)


def embeddable_json(rows: Sequence[RowRecord]) -> tuple[str, int]:
    """Return rows as JSON text to embed in a page, and how many of them fit; texts are truncated until all do."""
    texts: list[str] = []
    for max_chars, max_entries in TRUNCATIONS:
        texts = list(_within_budget(script_json(truncated(row, max_chars, max_entries)) for row in rows))
        if len(texts) == len(rows):
            break
    return f"[{','.join(texts)}]", len(texts)


def _within_budget(texts: Iterable[str]) -> Iterator[str]:
    budget = MAX_BYTES
    for text in texts:
        budget -= len(text) + 1
        if budget < 0:
            return
        yield text


def script_json(value: object) -> str:
    """Return a value as ASCII JSON that is safe inside an HTML script element."""
    text = json.dumps(value, default=str, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def first_of_each_reason(rejected: Sequence[RowRecord]) -> dict[tuple[str, str, str], RowRecord]:
    """Return the first rejected row of each pipeline, block and reason."""
    return {(row["pipeline"], row["left"]["block"], row["left"]["reason"]): row for row in rejected[::-1]}


def truncated(value: object, max_chars: int, max_entries: int = TRUNCATIONS[0][1]) -> Any:  # noqa: ANN401
    """Truncate the texts, mappings and lists in a value; non-finite numbers become text."""
    if isinstance(value, str):
        return clipped(value, max_chars)
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    if isinstance(value, Mapping):
        named = islice(cast("Mapping[str, object]", value).items(), max_entries)
        return {clipped(name, max_chars): truncated(item, max_chars, max_entries) for name, item in named}
    if isinstance(value, list | tuple):
        return [
            truncated(item, max_chars, max_entries) for item in islice(cast("Sequence[object]", value), max_entries)
        ]
    return value
