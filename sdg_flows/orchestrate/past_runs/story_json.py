"""The stories of rows as JSON values, for `sdg-flows why --json` and the report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sdg_flows.core.block import Block
from sdg_flows.orchestrate.past_runs.kept_exchanges import KeptExchange, Replies
from sdg_flows.orchestrate.past_runs.replay import KnownBlocks, Replay, ReplayedStep, current_blocks, replay_rows
from sdg_flows.outputs.past_runs.row_history import RowHistory
from sdg_flows.outputs.past_runs.run_folders import Facts
from sdg_flows.outputs.report.row_records import DescribeRows, RowRecord, record_from_files


def story_json(story: RowHistory, replay: Replay, notes: Iterable[str]) -> RowRecord:
    """Return all that is known of a row; `source` holds the columns of the input row that it comes from."""
    source: list[dict[str, Any]] = [{"row_id": one} for one in story.source]
    source[-1] |= replay.source
    return {
        **record_from_files(story),
        "source": source,
        "steps": [_step(step) for step in replay.steps],
        "notes": list(notes),
    }


def row_explainer(
    replies: Replies, blocks: Mapping[str, Mapping[str, Block]] | None = None, note: str | None = None
) -> DescribeRows:
    """Return a function that explains rows from kept answers. Without `blocks`, by pipeline, flow files are read."""
    known = {pipeline: KnownBlocks(some) for pipeline, some in (blocks or {}).items()}

    def explain(facts: Facts, stories: Sequence[RowHistory]) -> list[RowRecord]:
        found: dict[int, RowRecord] = {}
        for pipeline in dict.fromkeys(story.pipeline for story in stories):
            if pipeline not in known:
                known[pipeline] = current_blocks(facts, pipeline)
            places = [at for at, story in enumerate(stories) if story.pipeline == pipeline]
            replays = replay_rows(facts, [stories[at] for at in places], replies, known[pipeline])
            for at, one in zip(places, replays, strict=True):
                found[at] = story_json(stories[at], one, [text for text in (note, one.note) if text])
        return [found[at] for at in range(len(stories))]

    return explain


def _step(step: ReplayedStep) -> dict[str, Any]:
    """Return a step as `asdict` does, without copying texts."""
    return {**vars(step), "asked": [_exchange(one) for one in step.asked]}


def _exchange(one: KeptExchange) -> dict[str, Any]:
    answer = None if one.answer is None else {**vars(one.answer), "usage": vars(one.answer.usage)}
    return {**vars(one), "answer": answer}
