"""What each block of a run did to a row: the row goes through the flow file again, with the kept answers.

Nothing is asked. A prompt is the one that was asked when the key made of it is the key of the answer.
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
from sdg_flows.orchestrate.past_runs.block_rerun import Cells, Row, rerun
from sdg_flows.orchestrate.past_runs.input_cells import cells_under, names_after
from sdg_flows.orchestrate.past_runs.kept_exchanges import KeptExchange, Replies, answer_alone
from sdg_flows.outputs.past_runs.row_story import RowStory, pipeline_facts
from sdg_flows.outputs.past_runs.run_folders import Facts


@dataclass(frozen=True)
class ReplayedStep:
    """What a block did to a row: the row's id after it, what it looked at, what was asked, and the columns it made."""

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
    """The steps of a row in their order, and why some of them are not known."""

    source: Mapping[str, Any]
    steps: tuple[ReplayedStep, ...]
    note: str | None = None


@dataclass(frozen=True)
class KnownBlocks:
    """The blocks of a pipeline by name; none, and why, when its flow file cannot be read any more."""

    blocks: Mapping[str, Block]
    note: str | None = None


def replayed(facts: Facts, story: RowStory, replies: Replies) -> Replay:
    """Return what each block did to a row until it ended. What is no longer known is left out, and noted.

    Raises:
        DiskError: the answers cannot be read.
    """
    (replay,) = replayed_rows(facts, [story], replies, current_blocks(facts, story.pipeline))
    return replay


def replayed_rows(facts: Facts, stories: Sequence[RowStory], replies: Replies, known: KnownBlocks) -> list[Replay]:
    """Return the replays of rows of one pipeline. Each block runs once for all of them.

    Raises:
        DiskError: the answers cannot be read.
    """
    if not stories:
        return []
    own = pipeline_facts(facts, stories[0].pipeline)
    replays = list(_rows_at_start(stories, own, known.blocks))
    for step in own["steps"]:
        block, there = known.blocks.get(step["block"]), [replay for replay in replays if step["block"] in replay.blocks]
        if block is None:
            for replay in there:
                replay.add_unknown(step, None, replies)
        else:
            _replay_block(block, step, there, facts, replies)
    return [Replay(replay.given, tuple(replay.steps), known.note) for replay in replays]


def current_blocks(facts: Facts, pipeline: str) -> KnownBlocks:
    """Return the blocks of a run's pipeline as its flow file has them now."""
    own, settings = pipeline_facts(facts, pipeline), facts["settings"]
    binding = Binding(settings["num_instructions"], settings["model_family"], settings["max_tokens"] or {})
    try:
        (flow_file,) = find_suite(own["flow_file"]).pipelines.values()
        loaded = load(flow_file, binding)
    except Refused as error:
        return KnownBlocks({}, f"the prompts cannot be made again: {str(error).splitlines()[0]}")
    return KnownBlocks({block.name: block for block in loaded.blocks})


def _until_the_end(steps: Sequence[Facts], story: RowStory) -> Iterator[Facts]:
    """Yield the steps that a row and its ancestors went through."""
    last = story.left.block if story.left else None
    if story.became:
        last = story.births[-1].block if story.births else ""
    names = [step["block"] for step in steps]
    yield from steps[: names.index(last) + 1] if last in names else steps if last is None else ()


@dataclass
class _ReplayedRow:
    """A row on its way through the blocks: its cells and steps so far."""

    story: RowStory
    blocks: Collection[str]
    given: Mapping[str, Any]
    cells: Cells
    steps: list[ReplayedStep] = field(default_factory=list[ReplayedStep])

    def before(self, block: str) -> Row:
        """Return the row as it comes to a block."""
        birth = self.story.born_by.get(block)
        left = self.story.left
        key = birth.answer_key if birth else left.answer_key if left and left.block == block else None
        return Row(self.cells, birth.row_id if birth else self.cells[ROW_ID], key)

    def add(self, step: Facts, **said: Any) -> None:  # noqa: ANN401
        """Add a step."""
        birth = self.story.born_by.get(step["block"])
        parent = birth.parent_id if birth else None
        self.steps.append(ReplayedStep(step["block"], step["type"], self.before(step["block"]).after, parent, **said))

    def add_unknown(self, step: Facts, note: str | None, replies: Replies, block: Block | None = None) -> None:
        """Add a step of which no more is known than the answer's key."""
        row = self.before(step["block"])
        self.add(step, asked=answer_alone(row.key, replies), note=note)
        self.cells = self.carried(block, row.after)

    def carried(self, block: Block | None, after: str) -> Cells:
        """Return the row after a block of which no more is known than how the row ended."""
        if block is None:
            return {**self.cells, ROW_ID: after}
        ended, gone = self.story.columns, block.columns.removes
        added = {name: ended[name] for name in block.columns.adds if name in ended}
        return {**{name: cell for name, cell in self.cells.items() if name not in gone}, **added, ROW_ID: after}


def _rows_at_start(stories: Iterable[RowStory], own: Facts, blocks: Mapping[str, Block]) -> Iterator[_ReplayedRow]:
    named: dict[tuple[str, ...], Mapping[str, tuple[str, ...]]] = {}
    for story in stories:
        through = tuple(step["block"] for step in _until_the_end(own["steps"], story))
        if through not in named:
            gone_through = [blocks[name] for name in through if name in blocks]
            named[through] = names_after(own["input_columns"], gone_through)
        given = cells_under(named[through], story.columns)
        yield _ReplayedRow(story, through, given, {ROW_ID: story.source[-1], **given})


def _replay_block(block: Block, step: Facts, replays: Sequence[_ReplayedRow], facts: Facts, replies: Replies) -> None:
    """Add the step of a block to rows; for those that lack a column it needs, what is known of their end."""
    columns = block.columns
    missing = [columns.missing(list(replay.cells)) for replay in replays]
    for replay, lacking in zip(replays, missing, strict=True):
        if lacking:
            note = f"column {lacking[0]!r} as it was then is in no file of the run"
            replay.add_unknown(step, note, replies, block)
    able = [replay for replay, lacking in zip(replays, missing, strict=True) if not lacking]
    rows = [replay.before(block.name) for replay in able]
    as_then = step["settings"] == settings_digest(block)
    for replay, row, after_block in zip(able, rows, rerun(block, rows, facts, replies), strict=True):
        asked = after_block.asked.exchanges(row.cells[ROW_ID], row.key) if after_block.asked else ()
        said: dict[str, Any] = {"asked": asked, "note": _changed(as_then, asked)}
        if not isinstance(block, TeacherBlock):
            said |= {"settings": block.settings, "looked_at": {name: row.cells[name] for name in columns.needs}}
        after = replay.carried(block, row.after) if after_block.cells is None else after_block.cells
        leaves = replay.story.left is not None and replay.story.left.block == block.name
        made = {} if leaves else {name: after[name] for name in columns.adds if name in after}
        replay.add(step, made=made, **said)
        replay.cells = after


def _changed(as_then: bool, asked: Sequence[KeptExchange]) -> str | None:
    """Say why a replayed step may not be what happened."""
    if not as_then:
        return "the settings of this block or its prompt have changed since"
    if not all(one.exact for one in asked):
        return "the answer's key is that of another request: a column has changed since, or the endpoint was another"
    return None
