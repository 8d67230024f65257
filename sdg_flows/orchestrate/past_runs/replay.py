"""Replays what each block of a run did to a row: runs the flow file's blocks on it again, with the kept answers.

Nothing is asked. A rendered prompt is the one that was sent if its key is the key of the answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sdg_flows.core.block import Block, TeacherBlock, settings_digest
from sdg_flows.core.errors import Refused
from sdg_flows.core.identity import Plain
from sdg_flows.core.table import ROW_ID
from sdg_flows.flowfile.binding import Binding
from sdg_flows.flowfile.library import find_suite
from sdg_flows.flowfile.load import load
from sdg_flows.orchestrate.past_runs.block_rerun import Cells, Row, rerun_block
from sdg_flows.orchestrate.past_runs.input_cells import find_column_names, pick_cells
from sdg_flows.orchestrate.past_runs.kept_exchanges import KeptExchange, Replies, exchange_without_request
from sdg_flows.outputs.past_runs.row_history import RowHistory, pipeline_facts
from sdg_flows.outputs.past_runs.run_folders import Facts


@dataclass(frozen=True)
class ReplayedStep:
    """What a block did to a row: the row's id after it, the columns it read, its requests, and the columns it added."""

    block: str
    type: str
    row_id: str
    parent_id: str | None = None
    settings: Plain = None
    looked_at: Mapping[str, Any] = field(default_factory=dict[str, Any])
    asked: tuple[KeptExchange, ...] = ()
    made: Mapping[str, Any] = field(default_factory=dict[str, Any])
    note: str | None = None


@dataclass(frozen=True)
class Replay:
    """The input cells and the steps of a row, in order; `note` says why some of them are not known."""

    source: Mapping[str, Any]
    steps: tuple[ReplayedStep, ...]
    note: str | None = None


@dataclass(frozen=True)
class KnownBlocks:
    """The blocks of a pipeline by name; none, with a note, when its flow file can no longer be read."""

    blocks: Mapping[str, Block]
    note: str | None = None


def replay_row(facts: Facts, story: RowHistory, replies: Replies) -> Replay:
    """Return what each block did to a row until its end. What is no longer known is left out and noted.

    Raises:
        DiskError: the answers cannot be read.
    """
    (replay,) = replay_rows(facts, [story], replies, current_blocks(facts, story.pipeline))
    return replay


def replay_rows(facts: Facts, stories: Sequence[RowHistory], replies: Replies, known: KnownBlocks) -> list[Replay]:
    """Return the replays of rows of one pipeline. Each block runs once for all rows that fit into one table.

    Raises:
        DiskError: the answers cannot be read.
    """
    if not stories:
        return []
    facts_of_pipeline = pipeline_facts(facts, stories[0].pipeline)
    replays = list(_start_replays(stories, facts_of_pipeline, known.blocks))
    for step in facts_of_pipeline["steps"]:
        block = known.blocks.get(step["block"])
        affected = [replay for replay in replays if step["block"] in replay.blocks]
        if block is None:
            for replay in affected:
                replay.add_unknown(step, None, replies)
        else:
            _replay_block(block, step, affected, facts, replies)
    return [Replay(replay.given, tuple(replay.steps), known.note) for replay in replays]


def current_blocks(facts: Facts, pipeline: str) -> KnownBlocks:
    """Return the blocks of a run's pipeline, from the current state of its flow file."""
    facts_of_pipeline, settings = pipeline_facts(facts, pipeline), facts["settings"]
    binding = Binding(settings["num_instructions"], settings["model_family"], settings["max_tokens"] or {})
    try:
        (flow_file,) = find_suite(facts_of_pipeline["flow_file"]).pipelines.values()
        loaded = load(flow_file, binding)
    except Refused as error:
        return KnownBlocks({}, f"the prompts cannot be made again: {str(error).splitlines()[0]}")
    return KnownBlocks({block.name: block for block in loaded.blocks})


def _steps_of(steps: Sequence[Facts], story: RowHistory) -> Iterator[Facts]:
    """Yield the steps that a row and its ancestors went through."""
    last = story.left.block if story.left else None
    if story.became:
        last = story.births[-1].block if story.births else ""
    names = [step["block"] for step in steps]
    yield from steps[: names.index(last) + 1] if last in names else steps if last is None else ()


@dataclass
class _ReplayedRow:
    """A row during its replay: its cells and steps so far."""

    story: RowHistory
    blocks: Collection[str]
    given: Mapping[str, Any]
    cells: Cells
    steps: list[ReplayedStep] = field(default_factory=list[ReplayedStep])

    def before(self, block: str) -> Row:
        """Return the row as the input of a block."""
        birth = self.story.born_by.get(block)
        left = self.story.left
        key = birth.answer_key if birth else left.answer_key if left and left.block == block else None
        return Row(self.cells, birth.row_id if birth else self.cells[ROW_ID], key)

    def add(self, step: Facts, **details: Any) -> None:  # noqa: ANN401
        """Add a step."""
        birth = self.story.born_by.get(step["block"])
        parent = birth.parent_id if birth else None
        self.steps.append(
            ReplayedStep(step["block"], step["type"], self.before(step["block"]).after, parent, **details)
        )

    def add_unknown(self, step: Facts, note: str | None, replies: Replies, block: Block | None = None) -> None:
        """Add a step of which only the key of the answer is known."""
        row = self.before(step["block"])
        self.add(step, asked=exchange_without_request(row.key, replies), note=note)
        self.cells = self.carry_forward(block, row.after)

    def carry_forward(self, block: Block | None, after: str) -> Cells:
        """Return the row after a block that could not be run, from the cells before it and the finished row's."""
        if block is None:
            return {**self.cells, ROW_ID: after}
        ended, gone = self.story.columns, block.columns.removes
        added = {name: ended[name] for name in block.columns.adds if name in ended}
        return {**{name: cell for name, cell in self.cells.items() if name not in gone}, **added, ROW_ID: after}


def _start_replays(
    stories: Iterable[RowHistory], facts_of_pipeline: Facts, blocks: Mapping[str, Block]
) -> Iterator[_ReplayedRow]:
    input_names: dict[tuple[str, ...], Mapping[str, tuple[str, ...]]] = {}
    for story in stories:
        block_names = tuple(step["block"] for step in _steps_of(facts_of_pipeline["steps"], story))
        if block_names not in input_names:
            blocks_run = [blocks[name] for name in block_names if name in blocks]
            input_names[block_names] = find_column_names(facts_of_pipeline["input_columns"], blocks_run)
        given = pick_cells(input_names[block_names], story.columns)
        yield _ReplayedRow(story, block_names, given, {ROW_ID: story.source[-1], **given})


def _replay_block(block: Block, step: Facts, replays: Sequence[_ReplayedRow], facts: Facts, replies: Replies) -> None:
    """Add a block's step to the rows. For rows without a column that it needs, add what is known from their end."""
    columns = block.columns
    missing = [columns.missing(list(replay.cells)) for replay in replays]
    for replay, missing_columns in zip(replays, missing, strict=True):
        if missing_columns:
            note = f"column {missing_columns[0]!r} as it was then is in no file of the run"
            replay.add_unknown(step, note, replies, block)
    replayable = [replay for replay, missing_columns in zip(replays, missing, strict=True) if not missing_columns]
    rows = [replay.before(block.name) for replay in replayable]
    same_settings = step["settings"] == settings_digest(block)
    for replay, row, after_block in zip(replayable, rows, rerun_block(block, rows, facts, replies), strict=True):
        asked = after_block.asked.exchanges(row.cells[ROW_ID], row.key) if after_block.asked else ()
        details: dict[str, Any] = {"asked": asked, "note": _change_note(same_settings, asked)}
        if not isinstance(block, TeacherBlock):
            details |= {"settings": block.settings, "looked_at": {name: row.cells[name] for name in columns.needs}}
        after = replay.carry_forward(block, row.after) if after_block.cells is None else after_block.cells
        leaves = replay.story.left is not None and replay.story.left.block == block.name
        made = {} if leaves else {name: after[name] for name in columns.adds if name in after}
        replay.add(step, made=made, **details)
        replay.cells = after


def _change_note(same_settings: bool, asked: Sequence[KeptExchange]) -> str | None:
    """Return why a replayed step may differ from the original one."""
    if not same_settings:
        return "the settings of this block or its prompt have changed since"
    if not all(one.exact for one in asked):
        return "the answer's key is that of another request: a column has changed since, or the endpoint was another"
    return None
