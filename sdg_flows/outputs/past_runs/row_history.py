"""The history of one row from a run's files: its ancestors, and where it ended or why it was rejected."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sdg_flows.core.table import ROW_ID
from sdg_flows.outputs.files.line_search import FoundRecord, records_containing
from sdg_flows.outputs.past_runs.run_folders import Facts, KeptRun, generated_files

MAX_CHILDREN = 20


@dataclass(frozen=True)
class Birth:
    """A lineage record: a row, its parent, the block that made it and the answer it was made from, if any.

    A row with several parents has one for each.
    """

    row_id: str
    parent_id: str
    block: str
    answer_key: str | None


@dataclass(frozen=True)
class RejectedAt:
    """The block that rejected a row, and why."""

    block: str
    reason: str
    detail: str | None
    answer_key: str | None


@dataclass(frozen=True)
class RowHistory:
    """The history of a row.

    `births` is its lineage from the first ancestors on, `files` maps each file that holds the row to its line, and
    `columns` are its last columns: empty when it became other rows, the first of which are in `became`.
    `not_trained` says why a made row is in no training file.
    """

    row_id: str
    pipeline: str
    births: tuple[Birth, ...]
    columns: Mapping[str, Any]
    left: RejectedAt | None = None
    files: Mapping[str, int] = field(default_factory=dict[str, int])
    became: tuple[str, ...] = ()
    not_trained: str | None = None

    @property
    def source(self) -> tuple[str, ...]:
        """Return the ids of the input rows that the row comes from."""
        born = {birth.row_id for birth in self.births}
        return tuple(dict.fromkeys(birth.parent_id for birth in self.births if birth.parent_id not in born)) or (
            self.row_id,
        )

    @property
    def born_by(self) -> dict[str, Birth]:
        """Return the lineage record of each block; of several parents, the last counts."""
        return {birth.block: birth for birth in self.births}


def rejected_history(record: Mapping[str, Any], line: int) -> RowHistory:
    """Return the history of a row from its record in rejected.jsonl."""
    left = RejectedAt(record["block"], record["reason"], record["detail"], record["answer_key"])
    return RowHistory(record[ROW_ID], record["pipeline"], (), record["row"], left, {"rejected.jsonl": line})


def row_history(run: KeptRun, row_id: str) -> RowHistory:
    """Collect the history of a row from a run's files, read line by line; lineage is read once per generation.

    Raises:
        SettingsError: a file cannot be read.
    """
    own = f'"{ROW_ID}":"{row_id}"'
    for found in records_containing(run.folder / "rejected.jsonl", [own]):
        if found.record[ROW_ID] == row_id:
            births, _ = _births(run, row_id, found.record["pipeline"])
            return replace(rejected_history(found.record, found.line), births=births)
    births, pipeline = _births(run, row_id)
    for name in generated_files(run.facts):
        for found in records_containing(run.folder / name, [own]):
            if found.record[ROW_ID] == row_id:
                return _generated_history(run, row_id, pipeline, births, name, found)
    children, pipeline_below = _children(run, row_id)
    return RowHistory(row_id, pipeline or pipeline_below, births, {}, became=children)


def pipeline_facts(facts: Facts, pipeline: str) -> Facts:
    """Return the entry of a pipeline in run.json."""
    return next(pipeline_record for pipeline_record in facts["pipelines"] if pipeline_record["pipeline"] == pipeline)


def _generated_history(
    run: KeptRun, row_id: str, pipeline: str, births: tuple[Birth, ...], name: str, found: FoundRecord
) -> RowHistory:
    columns = {column: cell for column, cell in found.record.items() if column != ROW_ID}
    pipeline = pipeline or _pipeline_of_columns(run.facts, columns)
    files = {name: found.line}
    for line in _lines_in_messages(run, row_id):
        files = {"train.jsonl": line, "messages.jsonl": line, **files}
    note = pipeline_facts(run.facts, pipeline)["training"]["note"]
    why = None if "train.jsonl" in files else note or "its answer is blank"
    return RowHistory(row_id, pipeline, births, columns, files=files, not_trained=why)


def _lines_in_messages(run: KeptRun, row_id: str) -> Iterator[int]:
    for found in records_containing(run.folder / "messages.jsonl", [row_id]):
        if json.loads(found.record["metadata"]).get(ROW_ID) == row_id:
            yield found.line


def _births(run: KeptRun, row_id: str, pipeline: str = "") -> tuple[tuple[Birth, ...], str]:
    """Return the lineage of a row, earliest ancestors first, and its pipeline.

    Two pipelines with equal input make rows with equal ids: without `pipeline`, the first one counts.
    """
    births: dict[Birth, None] = {}
    wanted = {row_id}
    while wanted:
        parents: set[str] = set()
        generation: dict[Birth, None] = {}
        for line in _lineage(run, ROW_ID, wanted):
            pipeline = pipeline or line["pipeline"]
            if line["pipeline"] != pipeline:
                continue
            birth = Birth(line[ROW_ID], line["parent_id"], line["block"], line["answer_key"])
            generation[birth] = None
            parents.add(birth.parent_id)
        births = generation | births
        wanted = parents - {birth.row_id for birth in births}
    return tuple(births), pipeline


def _children(run: KeptRun, row_id: str) -> tuple[tuple[str, ...], str]:
    lines = [line for line, _ in zip(_lineage(run, "parent_id", {row_id}), range(MAX_CHILDREN), strict=False)]
    return tuple(dict.fromkeys(line[ROW_ID] for line in lines)), lines[0]["pipeline"] if lines else ""


def _lineage(run: KeptRun, column: str, ids: set[str]) -> Iterator[dict[str, Any]]:
    for found in records_containing(run.folder / "lineage.jsonl", [f'"{column}":"{row_id}"' for row_id in sorted(ids)]):
        if found.record[column] in ids:
            yield found.record


def _pipeline_of_columns(facts: Facts, columns: Mapping[str, Any]) -> str:
    """Return the pipeline of a row without lineage: the first with output rows whose input columns the row has."""
    pipelines = [record for record in facts["pipelines"] if record["output_rows"]]
    fitting = [record for record in pipelines if set(record["input_columns"]) <= columns.keys()]
    return (fitting or pipelines)[0]["pipeline"]
