"""What a run's files say of a row: where it comes from, and where it stayed or why it left."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sdg_flows.core.table import ROW_ID
from sdg_flows.outputs.files.line_search import Found, records_with
from sdg_flows.outputs.past_runs.run_folders import Facts, KeptRun, made_files

CHILDREN_TOLD = 20


@dataclass(frozen=True)
class Birth:
    """A line of lineage: a row, the row it was made from, by which block and, when the teacher was asked, which answer.

    A row with several parents has a birth for each.
    """

    row_id: str
    parent_id: str
    block: str
    answer_key: str | None


@dataclass(frozen=True)
class Left:
    """Why a row left, and at which block."""

    block: str
    reason: str
    detail: str | None
    answer_key: str | None


@dataclass(frozen=True)
class RowStory:
    """All that a run's files say of a row.

    `births` lead from the first ancestors to the row, `files` say the line of each file that the row is in, and
    `columns` are those with which it ended: none when it ended as other rows, which `became` names the first of.
    `not_trained` says why a made row is in no training file.
    """

    row_id: str
    pipeline: str
    births: tuple[Birth, ...]
    columns: Mapping[str, Any]
    left: Left | None = None
    files: Mapping[str, int] = field(default_factory=dict[str, int])
    became: tuple[str, ...] = ()
    not_trained: str | None = None

    @property
    def source(self) -> tuple[str, ...]:
        """Give the ids of the input rows that it comes from."""
        born = {birth.row_id for birth in self.births}
        return tuple(dict.fromkeys(one.parent_id for one in self.births if one.parent_id not in born)) or (self.row_id,)

    @property
    def born_by(self) -> dict[str, Birth]:
        """Give the birth by each block; of several parents, the last counts."""
        return {birth.block: birth for birth in self.births}


def rejected_story(gone: Mapping[str, Any], line: int) -> RowStory:
    """Give what a line of rejected.jsonl says of its row."""
    left = Left(gone["block"], gone["reason"], gone["detail"], gone["answer_key"])
    return RowStory(gone[ROW_ID], gone["pipeline"], (), gone["row"], left, {"rejected.jsonl": line})


def row_story(run: KeptRun, row_id: str) -> RowStory:
    """Gather what a run's files say of a row that is in them. They are read line by line, lineage once a generation.

    Raises:
        SettingsError: a file cannot be read.
    """
    own = f'"{ROW_ID}":"{row_id}"'
    for found in records_with(run.folder / "rejected.jsonl", [own]):
        if found.record[ROW_ID] == row_id:
            births, _ = _births(run, row_id, found.record["pipeline"])
            return replace(rejected_story(found.record, found.line), births=births)
    births, pipeline = _births(run, row_id)
    for name in made_files(run.facts):
        for found in records_with(run.folder / name, [own]):
            if found.record[ROW_ID] == row_id:
                return _made(run, row_id, pipeline, births, name, found)
    children, pipeline_below = _children(run, row_id)
    return RowStory(row_id, pipeline or pipeline_below, births, {}, became=children)


def pipeline_facts(facts: Facts, pipeline: str) -> Facts:
    """Give what run.json says of a pipeline."""
    return next(one for one in facts["pipelines"] if one["pipeline"] == pipeline)


def _made(run: KeptRun, row_id: str, pipeline: str, births: tuple[Birth, ...], name: str, found: Found) -> RowStory:
    columns = {column: cell for column, cell in found.record.items() if column != ROW_ID}
    pipeline = pipeline or _pipeline_with(run.facts, columns)
    files = {name: found.line}
    for line in _lines_in_messages(run, row_id):
        files = {"train.jsonl": line, "messages.jsonl": line, **files}
    note = pipeline_facts(run.facts, pipeline)["training"]["note"]
    why = None if "train.jsonl" in files else note or "its answer is blank"
    return RowStory(row_id, pipeline, births, columns, files=files, not_trained=why)


def _lines_in_messages(run: KeptRun, row_id: str) -> Iterator[int]:
    for found in records_with(run.folder / "messages.jsonl", [row_id]):
        if json.loads(found.record["metadata"]).get(ROW_ID) == row_id:
            yield found.line


def _births(run: KeptRun, row_id: str, pipeline: str = "") -> tuple[tuple[Birth, ...], str]:
    """Give the births of a row and of its ancestors, the earliest first, and the pipeline that they are of.

    Two pipelines that are given the same rows make rows with the same ids: without `pipeline`, the first one counts.
    """
    births: dict[Birth, None] = {}
    sought = {row_id}
    while sought:
        above: set[str] = set()
        generation: dict[Birth, None] = {}
        for line in _lineage(run, ROW_ID, sought):
            pipeline = pipeline or line["pipeline"]
            if line["pipeline"] != pipeline:
                continue
            birth = Birth(line[ROW_ID], line["parent_id"], line["block"], line["answer_key"])
            generation[birth] = None
            above.add(birth.parent_id)
        births = generation | births
        sought = above - {birth.row_id for birth in births}
    return tuple(births), pipeline


def _children(run: KeptRun, row_id: str) -> tuple[tuple[str, ...], str]:
    lines = [line for line, _ in zip(_lineage(run, "parent_id", {row_id}), range(CHILDREN_TOLD), strict=False)]
    return tuple(dict.fromkeys(line[ROW_ID] for line in lines)), lines[0]["pipeline"] if lines else ""


def _lineage(run: KeptRun, column: str, ids: set[str]) -> Iterator[dict[str, Any]]:
    for found in records_with(run.folder / "lineage.jsonl", [f'"{column}":"{one}"' for one in sorted(ids)]):
        if found.record[column] in ids:
            yield found.record


def _pipeline_with(facts: Facts, columns: Mapping[str, Any]) -> str:
    """Give the pipeline of a row without lineage: the one whose kind of leaf it is, else the first with its columns."""
    pipelines = [one for one in facts["pipelines"] if one["output_rows"]]
    fitting = [one for one in pipelines if set(one["input_columns"]) <= columns.keys()]
    return (fitting or pipelines)[0]["pipeline"]
