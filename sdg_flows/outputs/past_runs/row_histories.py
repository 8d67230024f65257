"""Histories of many rows from a run's files, each file read once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from sdg_flows.core.even_shares import even_shares
from sdg_flows.core.even_spacing import evenly_spaced
from sdg_flows.core.table import ROW_ID
from sdg_flows.outputs.files.lines import chunks_from_end, numbered_lines, parse_record
from sdg_flows.outputs.past_runs.row_history import Birth, RowHistory, rejected_history
from sdg_flows.outputs.past_runs.run_folders import Facts, generated_files
from sdg_flows.outputs.run_folder.leaves import LEAF
from sdg_flows.outputs.run_folder.pairs import last_exchange, user_and_assistant
from sdg_flows.outputs.run_folder.rejected_and_lineage import LINEAGE_KEYS, REJECTED_KEYS

EXAMPLES_PER_REASON = 5
_ID = f'"{ROW_ID}":"'.encode()
_LEAF_IN = re.compile(rf'"{LEAF}":("(?:[^"\\]|\\.)+"|[-\d.]+)'.encode())
_RowKey: TypeAlias = tuple[str, ...]
"""A row's id, user and assistant text: two pipelines may make rows with the same id."""


def trained_histories(folder: Path, facts: Facts, wanted: int) -> list[RowHistory]:
    """Return `wanted` training rows, spread evenly over the pipelines and over the rows of each.

    For a run without training rows they are made rows, spread evenly over the files.
    """
    pipelines = {pipeline["pipeline"]: pipeline["training"]["trained"] for pipeline in facts["pipelines"]}
    if not sum(pipelines.values()):
        return list(_generated_histories(folder, facts, wanted))
    places: dict[int, str] = {}
    begin = 0
    for (pipeline, rows), share in zip(pipelines.items(), even_shares(list(pipelines.values()), wanted), strict=True):
        places |= {begin + index: pipeline for index in evenly_spaced(rows, share)} if share else {}
        begin += rows
    histories: dict[_RowKey, RowHistory] = {}
    for number, line in numbered_lines(folder / "messages.jsonl"):
        if number in places:
            chat = parse_record(line, f"{folder / 'messages.jsonl'}:{number + 1}", "messages", "metadata")
            row_id = json.loads(chat["metadata"])[ROW_ID]
            files = {"train.jsonl": number + 1, "messages.jsonl": number + 1}
            key = (row_id, *last_exchange(chat["messages"]))
            histories[key] = RowHistory(row_id, places[number], (), {}, files=files)
    return list(_with_columns(folder, facts, histories).values())


def _generated_histories(folder: Path, facts: Facts, wanted: int) -> Iterator[RowHistory]:
    pipelines = [pipeline for pipeline in facts["pipelines"] if pipeline["output_rows"]]
    files = {name: facts["files"][name]["lines"] for name in generated_files(facts)}
    for (name, rows), share in zip(files.items(), even_shares(list(files.values()), wanted), strict=True):
        own = next(
            (pipeline for pipeline in pipelines if name == f"generated/{pipeline['pipeline']}.jsonl"), pipelines[0]
        )
        places = set(evenly_spaced(rows, share)) if share else set[int]()
        for number, line in numbered_lines(folder / name):
            if number in places:
                row = parse_record(line, f"{folder / name}:{number + 1}", ROW_ID)
                row_id, note = row.pop(ROW_ID), own["training"]["note"] or "its answer is blank"
                yield RowHistory(row_id, own["pipeline"], (), row, files={name: number + 1}, not_trained=note)


def rejected_histories(folder: Path) -> tuple[dict[tuple[str, str, str], list[RowHistory]], dict[str, int]]:
    """Return the first rejected rows of each pipeline, block and reason, and the rejected row count of each leaf."""
    examples: dict[tuple[str, str, str], list[RowHistory]] = {}
    by_leaf: dict[str, int] = {}
    by_kind: dict[bytes, list[RowHistory]] = {}
    for number, line in numbered_lines(folder / "rejected.jsonl"):
        if found := _LEAF_IN.search(line):
            leaf = str(json.loads(found[1]))
            by_leaf[leaf] = by_leaf.get(leaf, 0) + 1
        kept = by_kind.setdefault(_rejection_key(line), [])
        if len(kept) < EXAMPLES_PER_REASON:
            record = parse_record(line, f"{folder / 'rejected.jsonl'}:{number + 1}", *REJECTED_KEYS)
            kept.append(rejected_history(record, number + 1))
            examples[record["pipeline"], record["block"], record["reason"]] = kept
    return examples, by_leaf


def with_lineage(lineage: Path, histories: Sequence[RowHistory]) -> list[RowHistory]:
    """Add the lineage of each row to its history; lineage lists parents before children and is read backwards."""
    wanted: dict[tuple[str, str], set[int]] = {}
    for index, history in enumerate(histories):
        wanted.setdefault((history.pipeline, history.row_id), set()).add(index)
    ids = {row_id.encode() for _, row_id in wanted}
    births: list[list[Birth]] = [[] for _ in histories]
    for line in (line for chunk in chunks_from_end(lineage) for line in reversed(chunk.split(b"\n"))):
        if _id_in(line) in ids:
            record = parse_record(line, str(lineage), *LINEAGE_KEYS)
            rows = wanted.get((record["pipeline"], record[ROW_ID]), set())
            for index in rows:
                births[index].append(Birth(record[ROW_ID], record["parent_id"], record["block"], record["answer_key"]))
            if rows:
                wanted.setdefault((record["pipeline"], record["parent_id"]), set()).update(rows)
                ids.add(record["parent_id"].encode())
    return [
        replace(history, births=tuple(dict.fromkeys(reversed(row_births))))
        for history, row_births in zip(histories, births, strict=True)
    ]


def _with_columns(folder: Path, facts: Facts, found: Mapping[_RowKey, RowHistory]) -> dict[_RowKey, RowHistory]:
    """Add to each history the row's columns and its line in the file of generated rows."""
    histories = dict(found)
    ids = {history.row_id.encode() for history in found.values()}
    for name in generated_files(facts):
        for number, line in _lines_with_id(folder / name, ids):
            row = parse_record(line, f"{folder / name}:{number + 1}", ROW_ID)
            key = (row.pop(ROW_ID), *user_and_assistant(row))
            if key in histories:
                histories[key] = replace(histories[key], columns=row, files={**histories[key].files, name: number + 1})
    return histories


def _lines_with_id(file: Path, ids: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield the lines whose first row id is one of `ids`, with their numbers from 0."""
    wanted = set(ids)
    for number, line in numbered_lines(file):
        if _id_in(line) in wanted:
            yield number, line


def _id_in(line: bytes) -> bytes:
    """Return the first row id in a line; empty when there is none."""
    begin = line.find(_ID) + len(_ID)
    return line[begin : line.find(b'"', begin)] if begin >= len(_ID) else b""


def _rejection_key(line: bytes) -> bytes:
    """Return a key for the pipeline, block and reason of a rejected row: the start of its line, without the id."""
    begin = line.find(_ID)
    return line[:begin] + line[line.find(b'"', begin + len(_ID)) : line.find(b',"detail":')]
