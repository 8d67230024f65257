"""What each block of a run did to a row, told once more: the row goes through the flow file again, by its kept answers.

Nothing is asked. A prompt is the one that was asked when the key made of it is the key of the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from sdg_flows.core.block import Block, Outcome, TableBlock, TeacherBlock, settings_digest
from sdg_flows.core.errors import Refused
from sdg_flows.core.identity import Plain
from sdg_flows.core.table import ROW_ID, rows_of, table_of, without_columns
from sdg_flows.flowfile.binding import Binding
from sdg_flows.flowfile.load import load
from sdg_flows.orchestrate.exchanged import Exchanged, Replies, answer_alone, exchanges
from sdg_flows.orchestrate.input_cells import input_cells
from sdg_flows.outputs.row_story import Birth, RowStory, pipeline_facts
from sdg_flows.outputs.run_folders import Facts


@dataclass(frozen=True)
class RetoldStep:
    """What a block did to a row: the row's id after it, what it looked at, what was asked, and the columns it made."""

    block: str
    type: str
    row_id: str
    parent_id: str | None = None
    settings: Plain = None
    looked_at: Mapping[str, Any] = field(default_factory=dict[str, Any])
    asked: tuple[Exchanged, ...] = ()
    made: Mapping[str, Any] = field(default_factory=dict[str, Any])
    note: str | None = None


@dataclass(frozen=True)
class Retold:
    """The steps of a row in their order, and why they cannot be told in full."""

    source: Mapping[str, Any]
    steps: tuple[RetoldStep, ...]
    note: str | None = None


@dataclass(frozen=True)
class Known:
    """The blocks of a pipeline by name; none, and why, when its flow file cannot be read any more."""

    blocks: Mapping[str, Block]
    note: str | None = None


def retold(facts: Facts, story: RowStory, replies: Replies, known: Known | None = None) -> Retold:
    """Tell what each block did to a row until it ended. What is no longer known is left out, and noted.

    Without `known`, the blocks are those of the flow file as it is now.

    Raises:
        DiskError: the answers cannot be read.
    """
    own = pipeline_facts(facts, story.pipeline)
    known = known or blocks_now(facts, story.pipeline)
    blocks = known.blocks
    steps = list(_until_the_end(own["steps"], story))
    gone_through = [blocks[step["block"]] for step in steps if step["block"] in blocks]
    given = input_cells(own.get("input_columns", ()), gone_through, story.columns)
    row = table_of([{ROW_ID: story.source[-1], **given}])
    retold_steps: list[RetoldStep] = []
    for step in steps:
        told, row = _Teller(facts, story, replies, step).told(blocks.get(step["block"]), row)
        retold_steps.append(told)
    return Retold(given, tuple(retold_steps), known.note)


def blocks_now(facts: Facts, pipeline: str) -> Known:
    """Give the blocks of a run's pipeline as its flow file has them now."""
    own, settings = pipeline_facts(facts, pipeline), facts["settings"]
    binding = Binding(settings["num_instructions"], settings["model_family"], settings["max_tokens"] or {})
    try:
        loaded = load(Path(own["flow_file"]), binding)
    except Refused as error:
        return Known({}, f"the prompts cannot be made again: {str(error).splitlines()[0]}")
    return Known({block.name: block for block in loaded.blocks})


def _until_the_end(steps: Sequence[Facts], story: RowStory) -> Iterator[Facts]:
    """Yield the steps that a row and its ancestors went through."""
    last = story.left.block if story.left else None
    if story.became:
        last = story.births[-1].block if story.births else ""
    names = [step["block"] for step in steps]
    yield from steps[: names.index(last) + 1] if last in names else steps if last is None else ()


@dataclass(frozen=True)
class _Teller:
    """Tells one step of a row."""

    facts: Facts
    story: RowStory
    replies: Replies
    step: Facts

    def told(self, block: Block | None, row: pa.Table) -> tuple[RetoldStep, pa.Table]:
        """Give what the block did to the row, and the row after it."""
        after = self.birth.row_id if self.birth else row[ROW_ID][0].as_py()
        said: dict[str, Any] = {
            "block": self.step["block"],
            "type": self.step["type"],
            "row_id": after,
            "parent_id": self.birth.parent_id if self.birth else None,
        }
        note = self._in_the_way(block, row)
        if block is None or note:
            here = _carried(row, after, {}) if block is None else self._carried(row, block, after)
            return RetoldStep(**said, asked=answer_alone(self.key, self.replies), note=note), here
        if isinstance(block, TeacherBlock):
            asked, outcome = exchanges(block, row, self.key, self.facts, self.replies)
        else:
            asked, outcome = (), _made_by(block, row)
        here = _row_with(outcome, after)
        here = self._carried(row, block, after) if here is None else here
        cells, before = next(rows_of(here)), next(rows_of(row))
        made = {} if self._leaves else {name: cells[name] for name in block.columns.adds if name in cells}
        if not isinstance(block, TeacherBlock):
            said["settings"] = block.settings
            said["looked_at"] = {name: before[name] for name in block.columns.needs}
        return RetoldStep(**said, asked=asked, made=made, note=self._changed(block, asked)), here

    @property
    def birth(self) -> Birth | None:
        """Give how the row was made by this block, if it was."""
        return self.story.born_by.get(self.step["block"])

    @property
    def key(self) -> str | None:
        """Give the key of the answer that made the row here, or made it leave."""
        if self.birth:
            return self.birth.answer_key
        return self.story.left.answer_key if self.story.left and self._leaves else None

    @property
    def _leaves(self) -> bool:
        return self.story.left is not None and self.story.left.block == self.step["block"]

    def _in_the_way(self, block: Block | None, row: pa.Table) -> str | None:
        if block is None:
            return None
        missing = block.columns.missing(row.column_names)
        return f"column {missing[0]!r} as it was then is in no file of the run" if missing else None

    def _changed(self, block: Block, asked: Sequence[Exchanged]) -> str | None:
        """Say why what is told here may not be what was."""
        if self.step.get("settings") not in (None, settings_digest(block)):
            return "the settings of this block or its prompt have changed since"
        if not all(one.exact for one in asked):
            return (
                "the answer's key is that of another request: a column has changed since, or the endpoint was another"
            )
        return None

    def _carried(self, row: pa.Table, block: Block, after: str) -> pa.Table:
        """Give the row after a block of which no more is known than how the row ended."""
        added = {name: self.story.columns[name] for name in block.columns.adds if name in self.story.columns}
        return _carried(without_columns(row, list(block.columns.removes)), after, added)


def _made_by(block: Block, row: pa.Table) -> Outcome | None:
    """Give what a block makes of a row by itself; None when that depends on other rows, or on types now lost."""
    if block.whole_table or not isinstance(block, TableBlock):
        return None
    try:
        return block(row)
    except pa.ArrowException:
        return None


def _row_with(outcome: Outcome | None, row_id: str) -> pa.Table | None:
    if outcome is None:
        return None
    ids: list[str] = outcome.kept[ROW_ID].to_pylist()
    return outcome.kept.slice(ids.index(row_id), 1) if row_id in ids else None


def _carried(row: pa.Table, row_id: str, added: Mapping[str, Any]) -> pa.Table:
    (cells,) = rows_of(row)
    return table_of([{**cells, **added, ROW_ID: row_id}])
