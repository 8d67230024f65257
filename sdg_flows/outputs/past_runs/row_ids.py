"""Resolves what a user typed to a row id: an id, its prefix, or a line of a run's file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from operator import eq
from typing import Any

from sdg_flows.core.errors import SettingsError
from sdg_flows.core.table import ROW_ID
from sdg_flows.outputs.files.line_search import record_at, text_chunks
from sdg_flows.outputs.past_runs.run_folders import KeptRun, generated_files
from sdg_flows.outputs.run_folder.pairs import last_exchange

TRAIN = "train.jsonl"
MAX_MATCHES = 5
MIN_AGREEMENT = 2 / 3
"""The share of an id's digits that must agree with those of a suggested one."""
_LINE = re.compile(r"(?P<file>[^:]+\.jsonl):(?P<line>[1-9]\d*)")
_START = re.compile(r"[0-9a-f]{1,24}")
_IDS = re.compile(r'"(?:row_id|parent_id)":"([0-9a-f]{24})"')


def matching_row_ids(run: KeptRun, text: str) -> list[str]:
    """Return the ids of a run's rows that a text matches; at most a few, and none when nothing matches.

    Raises:
        SettingsError: the text is not an id, or names a line that does not exist.
    """
    if (line := _LINE.fullmatch(text)) is not None:
        return [_id_at(run, line["file"], int(line["line"]))]
    check_row_id(text)
    beginning = re.compile(rf'"(?:row_id|parent_id)":"({text}[0-9a-f]{{{24 - len(text)}}})"')
    found: dict[str, None] = {}
    for chunk in _chunks(run):
        found |= dict.fromkeys(beginning.findall(chunk))
        if text in found:
            return [text]
        if len(found) > MAX_MATCHES:
            break
    return list(found)


def check_row_id(text: str) -> None:
    """Refuse a text that is neither an id, an id prefix, nor a line of a file.

    Raises:
        SettingsError: it is none of these.
    """
    if not (_START.fullmatch(text) or _LINE.fullmatch(text)):
        raise SettingsError(
            f"{text}: is no row id. Expected 24 hex digits or how they begin, as row_id has them in messages.jsonl, "
            "generated/ and rejected.jsonl; or a line such as train.jsonl:17."
        )


def nearest_row_id(run: KeptRun, text: str) -> str | None:
    """Return the run's id that shares the most digits with `text`, if at least two thirds agree."""
    nearest, best = None, MIN_AGREEMENT * len(text)
    for chunk in _chunks(run):
        for known in set(_IDS.findall(chunk)):
            agreeing = sum(map(eq, known, text))
            if agreeing > best:
                nearest, best = known, agreeing
    return nearest


def _chunks(run: KeptRun) -> Iterator[str]:
    for name in ("rejected.jsonl", *generated_files(run.facts), "lineage.jsonl"):
        yield from text_chunks(run.folder / name)


def _id_at(run: KeptRun, file: str, line: int) -> str:
    """Return the id of the row at a line; lines of train.jsonl correspond to those of messages.jsonl."""
    names = [name for name in run.facts["files"] if name.endswith(".jsonl") and name in (file, f"generated/{file}")]
    lines = run.facts["files"][names[0]]["lines"] if names else 0
    record = record_at(run.folder / ("messages.jsonl" if file == TRAIN else names[0]), line) if names else None
    if record is None:
        there = f"it has {lines} lines" if names else "the run has no such file"
        raise SettingsError(f"{file}:{line}: {there}, in {run.folder}.")
    if file == TRAIN and not _matches_chat(record_at(run.folder / TRAIN, line), record):
        raise SettingsError(
            f"{file}:{line}: is not the row that the run wrote there: train.jsonl of {run.folder} was edited. Name the "
            "row by its row_id, as messages.jsonl has it."
        )
    found = record if ROW_ID in record else json.loads(record.get("metadata", "{}"))
    if ROW_ID not in found:
        raise SettingsError(f"{file}:{line}: its rows have no id. Expected train.jsonl, messages.jsonl or generated/.")
    return found[ROW_ID]


def _matches_chat(row: Mapping[str, Any] | None, chat: Mapping[str, Any]) -> bool:
    """Return True when a row of train.jsonl has the texts of the same line of messages.jsonl."""
    return row is not None and (row.get("user"), row.get("assistant")) == last_exchange(chat["messages"])
