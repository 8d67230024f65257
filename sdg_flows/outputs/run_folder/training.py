"""The rows of train.jsonl and messages.jsonl, and the counts of rows left out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sdg_flows.core.errors import listed
from sdg_flows.core.rows import Rows
from sdg_flows.core.run_record import PipelineResult, RunRecord
from sdg_flows.outputs.run_folder.leaves import LEAF
from sdg_flows.outputs.run_folder.pairs import Pair, missing_pair_columns, pairs
from sdg_flows.outputs.run_folder.system_prompts import system_prompt

OFFLINE_NOTICE = "offline extractive teacher: for trying out flows, not for training"


@dataclass(frozen=True)
class TrainingCounts:
    """How many of a pipeline's rows are in the training files.

    `blank_user` rows are among the `trained` ones; `note` says why a pipeline has no training rows at all.
    """

    trained: int = 0
    blank_assistant: int = 0
    blank_user: int = 0
    note: str | None = None


def training_pairs(rows: Rows) -> Iterator[Pair]:
    """Yield the pairs to train on, in row order, without those with a blank answer."""
    return (pair for pair in pairs(rows) if pair.has_answer)


def count_training_rows(result: PipelineResult) -> TrainingCounts:
    """Count the rows of a pipeline that are trained on or left out."""
    if result.rows.num_rows and (missing := missing_pair_columns(result.rows)):
        return TrainingCounts(note=_note(result, missing))
    used = blank_user = 0
    for pair in training_pairs(result.rows):
        used += 1
        blank_user += not pair.user.strip()
    return TrainingCounts(used, result.rows.num_rows - used, blank_user)


def train_rows(record: RunRecord) -> Iterator[dict[str, str]]:
    """Yield the rows of train.jsonl, pipeline by pipeline."""
    system = system_prompt(record)
    for result in record.results:
        for pair in training_pairs(result.rows):
            yield {"system": system, "user": pair.user, "assistant": pair.assistant}


def messages_rows(record: RunRecord) -> Iterator[dict[str, Any]]:
    """Yield the rows of messages.jsonl: the rows of train.jsonl as chats, with metadata as JSON text."""
    system = system_prompt(record)
    for result in record.results:
        for pair in training_pairs(result.rows):
            metadata = {"system": system, **_metadata(pair), **run_metadata(record)}
            yield {"messages": _chat(pair), "metadata": json.dumps(metadata, ensure_ascii=False)}


def run_metadata(record: RunRecord) -> dict[str, str]:
    """Return the metadata of the run that every row carries."""
    return {"teacher": OFFLINE_NOTICE} if record.teacher_is_offline else {}


def _chat(pair: Pair) -> list[dict[str, str]]:
    if pair.dialogue:
        return [{"content": message["content"], "role": message["role"]} for message in pair.dialogue]
    return [{"content": pair.user, "role": "user"}, {"content": pair.assistant, "role": "assistant"}]


def _metadata(pair: Pair) -> dict[str, str]:
    leaf = {} if pair.leaf is None else {LEAF: pair.leaf}
    return {"row_id": pair.row_id, **leaf}


def _note(result: PipelineResult, missing: tuple[str, ...]) -> str:
    return (
        f"{result.pipeline}: its rows give no training rows, for want of column {listed(missing)}. "
        f"Expected question and response, output, or messages; columns here: {listed(result.rows.column_names)}."
    )
