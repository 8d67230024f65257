"""Training files: the rows of train.jsonl and messages.jsonl, and how many rows gave none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sdg_flows.core.errors import listed
from sdg_flows.core.rows import Rows
from sdg_flows.core.story import Generated, RunRecord
from sdg_flows.outputs.run_folder.leaves import LEAF
from sdg_flows.outputs.run_folder.pairs import Pair, missing_for_pairs, pairs
from sdg_flows.outputs.run_folder.system_prompts import system_prompt

OFFLINE_NOTICE = "offline extractive teacher: for trying out flows, not for training"


@dataclass(frozen=True)
class Tally:
    """What became of a pipeline's rows in the training files.

    `blank_user` rows are among those trained on; `note` says why a pipeline gives no training rows at all.
    """

    trained: int = 0
    blank_assistant: int = 0
    blank_user: int = 0
    note: str | None = None


def trained(rows: Rows) -> Iterator[Pair]:
    """Yield the pairs to train on, in row order; those with a blank answer are left out."""
    return (pair for pair in pairs(rows) if pair.teaches)


def tally(one: Generated) -> Tally:
    """Count the rows of a pipeline that are trained on and those that are left out."""
    if one.rows.num_rows and (missing := missing_for_pairs(one.rows)):
        return Tally(note=_note(one, missing))
    used = blank_user = 0
    for pair in trained(one.rows):
        used += 1
        blank_user += not pair.user.strip()
    return Tally(used, one.rows.num_rows - used, blank_user)


def train_rows(record: RunRecord) -> Iterator[dict[str, str]]:
    """Yield the rows of train.jsonl, pipeline by pipeline."""
    system = system_prompt(record)
    for one in record.generated:
        for pair in trained(one.rows):
            yield {"system": system, "user": pair.user, "assistant": pair.assistant}


def messages_rows(record: RunRecord) -> Iterator[dict[str, Any]]:
    """Yield the rows of messages.jsonl: what train.jsonl has as chats, turn by turn, with metadata as JSON text."""
    system = system_prompt(record)
    for one in record.generated:
        for pair in trained(one.rows):
            metadata = {"system": system, **_metadata(pair), **marks(record)}
            yield {"messages": _chat(pair), "metadata": json.dumps(metadata, ensure_ascii=False)}


def marks(record: RunRecord) -> dict[str, str]:
    """Give what the metadata of every row says of the run."""
    return {"teacher": OFFLINE_NOTICE} if record.teacher_is_offline else {}


def _chat(pair: Pair) -> list[dict[str, str]]:
    if pair.dialogue:
        return [{"content": message["content"], "role": message["role"]} for message in pair.dialogue]
    return [{"content": pair.user, "role": "user"}, {"content": pair.assistant, "role": "assistant"}]


def _metadata(pair: Pair) -> dict[str, str]:
    leaf = {} if pair.leaf is None else {LEAF: pair.leaf}
    return {"row_id": pair.row_id, **leaf}


def _note(one: Generated, missing: tuple[str, ...]) -> str:
    return (
        f"{one.pipeline}: its rows give no training rows, for want of column {listed(missing)}. "
        f"Expected question and response, output, or messages; columns here: {listed(one.rows.column_names)}."
    )
