"""Finds the answers behind rejected rows that were rejected by another block than the one that asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

from sdg_flows.blocks.llm_response_extractor import LLMResponseExtractorBlock
from sdg_flows.core.block import Block, TableBlock
from sdg_flows.core.pipeline import last_teacher_block_for
from sdg_flows.core.table import child_id
from sdg_flows.orchestrate.past_runs.kept_exchanges import Replies
from sdg_flows.orchestrate.past_runs.replay import current_blocks
from sdg_flows.orchestrate.past_runs.story_json import row_explainer
from sdg_flows.outputs.past_runs.row_histories import with_lineage
from sdg_flows.outputs.past_runs.row_history import RowHistory, rejected_history
from sdg_flows.outputs.past_runs.run_folders import Facts
from sdg_flows.outputs.report.row_records import RowRecord

ROWS_AT_ONCE = 1000


@dataclass(frozen=True)
class AnswersBehind:
    """The keys of the answers, empty when they are no longer known, and the row they made or were asked about.

    There are several keys when the asking block keeps all draws in one row.
    """

    keys: frozenset[str] = frozenset()
    row_id: str = ""


def answers_behind(
    rejected: Sequence[Mapping[str, Any]], folder: Path, facts: Facts, replies: Replies, *, parsed_only: bool
) -> list[AnswersBehind | None]:
    """Return, for each line of rejected.jsonl, the last answers from which the columns that its block reads were made.

    An entry is None when there was no such answer. With `parsed_only`, it is also None unless the block rejects rows
    that it cannot parse. `replies` reads those that were kept when the run finished.

    Raises:
        DiskError: the answers cannot be read.
    """
    blocks = {pipeline: current_blocks(facts, pipeline).blocks for pipeline in {row["pipeline"] for row in rejected}}
    asking_blocks = [_asking_block(blocks[row["pipeline"]], row["block"], parsed_only=parsed_only) for row in rejected]
    places = [at for at, asking_block in enumerate(asking_blocks) if asking_block]
    stories = with_lineage(folder / "lineage.jsonl", [rejected_history(rejected[at], at + 1) for at in places])
    explain = row_explainer(replies, blocks)
    found: list[AnswersBehind | None] = [None] * len(rejected)
    for begin in range(0, len(places), ROWS_AT_ONCE):
        some = stories[begin : begin + ROWS_AT_ONCE]
        for at, story, replayed in zip(places[begin:], some, explain(facts, some), strict=False):
            found[at] = _answers_behind(asking_blocks[at] or "", story, replayed, blocks[story.pipeline])
    return found


def _asking_block(blocks: Mapping[str, Block], rejecting: str, *, parsed_only: bool) -> str | None:
    block = blocks.get(rejecting)
    if block is None or (parsed_only and not (isinstance(block, TableBlock) and block.parses)):
        return None
    before = takewhile(lambda one: one.name != rejecting, blocks.values())
    asked = last_teacher_block_for(list(before), block.columns.needs)
    return asked.name if asked else None


def _answers_behind(
    asking_block: str, story: RowHistory, replayed: RowRecord, blocks: Mapping[str, Block]
) -> AnswersBehind:
    birth = story.born_by.get(asking_block)
    if birth and birth.answer_key:
        return AnswersBehind(frozenset([birth.answer_key]), birth.row_id)
    step = next((one for one in replayed["steps"] if one["block"] == asking_block), None)
    if step is None or not all(one["exact"] for one in step["asked"]):
        return AnswersBehind()
    keys = [one["key"] for one in step["asked"]]
    for birth in story.births:
        if birth.parent_id == step["row_id"] and isinstance(blocks.get(birth.block), LLMResponseExtractorBlock):
            own = [key for at, key in enumerate(keys) if child_id(birth.parent_id, at) == birth.row_id]
            return AnswersBehind(frozenset(own), birth.row_id)
    return AnswersBehind(frozenset(keys), step["row_id"])
