"""Which row a person means: an id, its beginning, or a line of a run's file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from operator import eq
from typing import Any

from sdg_flows.core.errors import SettingsError
from sdg_flows.core.table import ROW_ID
from sdg_flows.outputs.files.line_search import pieces, record_at
from sdg_flows.outputs.past_runs.run_folders import KeptRun, made_files
from sdg_flows.outputs.run_folder.pairs import asked_and_answered

TRAIN = "train.jsonl"
MOST_TOLD = 5
SAME_PLACES = 2 / 3
"""The share of an id's digits that must agree for another to be the nearest."""
_LINE = re.compile(r"(?P<file>[^:]+\.jsonl):(?P<line>[1-9]\d*)")
_START = re.compile(r"[0-9a-f]{1,24}")
_IDS = re.compile(r'"(?:row_id|parent_id)":"([0-9a-f]{24})"')


def row_ids_like(run: KeptRun, said: str) -> list[str]:
    """Give the ids of a run's rows that a text means, at most some; none when there is none.

    Raises:
        SettingsError: the text is no id, or names a line that is not there.
    """
    if (line := _LINE.fullmatch(said)) is not None:
        return [_id_at(run, line["file"], int(line["line"]))]
    check_id(said)
    beginning = re.compile(rf'"(?:row_id|parent_id)":"({said}[0-9a-f]{{{24 - len(said)}}})"')
    found: dict[str, None] = {}
    for piece in _pieces(run):
        found |= dict.fromkeys(beginning.findall(piece))
        if said in found:
            return [said]
        if len(found) > MOST_TOLD:
            break
    return list(found)


def check_id(said: str) -> None:
    """Refuse a text that is neither an id, nor its beginning, nor a line of a file.

    Raises:
        SettingsError: it is none of these.
    """
    if not (_START.fullmatch(said) or _LINE.fullmatch(said)):
        raise SettingsError(
            f"{said}: is no row id. Expected 24 hex digits or how they begin, as row_id has them in messages.jsonl, "
            "generated/ and rejected.jsonl; or a line such as train.jsonl:17."
        )


def nearest_id(run: KeptRun, said: str) -> str | None:
    """Give the id of the run that agrees with `said` in most digits, when these are most of it."""
    near, most = None, SAME_PLACES * len(said)
    for piece in _pieces(run):
        for known in set(_IDS.findall(piece)):
            agreeing = sum(map(eq, known, said))
            if agreeing > most:
                near, most = known, agreeing
    return near


def _pieces(run: KeptRun) -> Iterator[str]:
    for name in ("rejected.jsonl", *made_files(run.facts), "lineage.jsonl"):
        yield from pieces(run.folder / name)


def _id_at(run: KeptRun, file: str, line: int) -> str:
    """Give the id of the row at a line; train.jsonl has the rows of messages.jsonl, line by line."""
    names = [name for name in run.facts["files"] if name.endswith(".jsonl") and name in (file, f"generated/{file}")]
    lines = run.facts["files"][names[0]]["lines"] if names else 0
    record = record_at(run.folder / ("messages.jsonl" if file == TRAIN else names[0]), line) if names else None
    if record is None:
        there = f"it has {lines} lines" if names else "the run has no such file"
        raise SettingsError(f"{file}:{line}: {there}, in {run.folder}.")
    if file == TRAIN and not _is_trained(record_at(run.folder / TRAIN, line), record):
        raise SettingsError(
            f"{file}:{line}: is not the row that the run wrote there: train.jsonl of {run.folder} was edited. Name the "
            "row by its row_id, as messages.jsonl has it."
        )
    found = record if ROW_ID in record else json.loads(record.get("metadata", "{}"))
    if ROW_ID not in found:
        raise SettingsError(f"{file}:{line}: its rows have no id. Expected train.jsonl, messages.jsonl or generated/.")
    return found[ROW_ID]


def _is_trained(row: Mapping[str, Any] | None, chat: Mapping[str, Any]) -> bool:
    """True when a line of train.jsonl says what the line of messages.jsonl does."""
    return row is not None and (row.get("user"), row.get("assistant")) == asked_and_answered(chat["messages"])
