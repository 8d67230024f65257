"""The stories of rows as plain values, for JSON and for the report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sdg_flows.core.block import Block
from sdg_flows.orchestrate.exchanged import Replies
from sdg_flows.orchestrate.retelling import Known, Retold, blocks_now, retold
from sdg_flows.outputs.row_story import RowStory
from sdg_flows.outputs.run_folders import Facts
from sdg_flows.outputs.told_rows import Tell, ToldRow, filed


def told_plainly(story: RowStory, told: Retold, notes: Iterable[str]) -> ToldRow:
    """Give all that is known of a row; `source` holds the columns of the input row that it comes from."""
    source: list[dict[str, Any]] = [{"row_id": one} for one in story.source]
    source[-1] |= told.source
    return {**filed(story), "source": source, "steps": [asdict(step) for step in told.steps], "notes": list(notes)}


def teller(replies: Replies, blocks: Mapping[str, Mapping[str, Block]] | None = None, note: str | None = None) -> Tell:
    """Give what tells rows by kept answers; `blocks` are those of each pipeline, else they are read from flow files."""
    known = {pipeline: Known(some) for pipeline, some in (blocks or {}).items()}

    def told(facts: Facts, stories: Sequence[RowStory]) -> Iterator[ToldRow]:
        for story in stories:
            if story.pipeline not in known:
                known[story.pipeline] = blocks_now(facts, story.pipeline)
            again = retold(facts, story, replies, known[story.pipeline])
            yield told_plainly(story, again, [one for one in (note, again.note) if one])

    return told
