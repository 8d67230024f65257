"""What a run's files say of many rows, each file read once."""

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
from sdg_flows.outputs.files.lines import numbered_lines, pieces_from_the_end, record_in
from sdg_flows.outputs.past_runs.row_story import Birth, RowStory, rejected_story
from sdg_flows.outputs.past_runs.run_folders import Facts, made_files
from sdg_flows.outputs.run_folder.leaves import LEAF
from sdg_flows.outputs.run_folder.pairs import asked_and_answered, user_and_assistant
from sdg_flows.outputs.run_folder.trail import LINEAGE_LINE, REJECTED_LINE

EXAMPLES_A_REASON = 5
_ID = f'"{ROW_ID}":"'.encode()
_LEAF_IN = re.compile(rf'"{LEAF}":("(?:[^"\\]|\\.)+"|[-\d.]+)'.encode())
_Said: TypeAlias = tuple[str, ...]
"""A row by its id and by what user and assistant say: two pipelines may make rows with the same id."""


def kept_stories(folder: Path, facts: Facts, wanted: int) -> list[RowStory]:
    """Give `wanted` rows that are trained on, spread evenly over the pipelines and over the rows of each.

    Of a run that gives no training rows they are made rows, spread evenly over the files.
    """
    pipelines = {one["pipeline"]: one["training"]["trained"] for one in facts["pipelines"]}
    if not sum(pipelines.values()):
        return list(_made_stories(folder, facts, wanted))
    places: dict[int, str] = {}
    begin = 0
    for (pipeline, rows), share in zip(pipelines.items(), even_shares(list(pipelines.values()), wanted), strict=True):
        places |= {begin + at: pipeline for at in evenly_spaced(rows, share)} if share else {}
        begin += rows
    found: dict[_Said, RowStory] = {}
    for number, line in numbered_lines(folder / "messages.jsonl"):
        if number in places:
            chat = record_in(line, f"{folder / 'messages.jsonl'}:{number + 1}", "messages", "metadata")
            row_id = json.loads(chat["metadata"])[ROW_ID]
            files = {"train.jsonl": number + 1, "messages.jsonl": number + 1}
            said = (row_id, *asked_and_answered(chat["messages"]))
            found[said] = RowStory(row_id, places[number], (), {}, files=files)
    return list(_with_columns(folder, facts, found).values())


def _made_stories(folder: Path, facts: Facts, wanted: int) -> Iterator[RowStory]:
    made = [one for one in facts["pipelines"] if one["output_rows"]]
    files = {name: facts["files"][name]["lines"] for name in made_files(facts)}
    for (name, rows), share in zip(files.items(), even_shares(list(files.values()), wanted), strict=True):
        own = next((one for one in made if name == f"generated/{one['pipeline']}.jsonl"), made[0])
        places = set(evenly_spaced(rows, share)) if share else set[int]()
        for number, line in numbered_lines(folder / name):
            if number in places:
                row = record_in(line, f"{folder / name}:{number + 1}", ROW_ID)
                row_id, note = row.pop(ROW_ID), own["training"]["note"] or "its answer is blank"
                yield RowStory(row_id, own["pipeline"], (), row, files={name: number + 1}, not_trained=note)


def left_stories(folder: Path) -> tuple[dict[tuple[str, str, str], list[RowStory]], dict[str, int]]:
    """Give the first rejected rows of each pipeline, block and reason, and the rejected rows of each leaf."""
    examples: dict[tuple[str, str, str], list[RowStory]] = {}
    by_leaf: dict[str, int] = {}
    known: dict[bytes, list[RowStory]] = {}
    for number, line in numbered_lines(folder / "rejected.jsonl"):
        if found := _LEAF_IN.search(line):
            leaf = str(json.loads(found[1]))
            by_leaf[leaf] = by_leaf.get(leaf, 0) + 1
        some = known.setdefault(_kind(line), [])
        if len(some) < EXAMPLES_A_REASON:
            gone = record_in(line, f"{folder / 'rejected.jsonl'}:{number + 1}", *REJECTED_LINE)
            some.append(rejected_story(gone, number + 1))
            examples[gone["pipeline"], gone["block"], gone["reason"]] = some
    return examples, by_leaf


def with_births(lineage: Path, stories: Sequence[RowStory]) -> list[RowStory]:
    """Give the stories with the births of their rows; lineage, which has parents before children, is read backwards."""
    sought: dict[tuple[str, str], set[int]] = {}
    for at, story in enumerate(stories):
        sought.setdefault((story.pipeline, story.row_id), set()).add(at)
    ids = {row_id.encode() for _, row_id in sought}
    births: list[list[Birth]] = [[] for _ in stories]
    for line in (line for piece in pieces_from_the_end(lineage) for line in reversed(piece.split(b"\n"))):
        if _id_in(line) in ids:
            told = record_in(line, str(lineage), *LINEAGE_LINE)
            rows = sought.get((told["pipeline"], told[ROW_ID]), set())
            for at in rows:
                births[at].append(Birth(told[ROW_ID], told["parent_id"], told["block"], told["answer_key"]))
            if rows:
                sought.setdefault((told["pipeline"], told["parent_id"]), set()).update(rows)
                ids.add(told["parent_id"].encode())
    return [
        replace(story, births=tuple(dict.fromkeys(reversed(some)))) for story, some in zip(stories, births, strict=True)
    ]


def _with_columns(folder: Path, facts: Facts, found: Mapping[_Said, RowStory]) -> dict[_Said, RowStory]:
    """Give the stories with the columns of their rows, and their lines in the files of made rows."""
    told = dict(found)
    ids = {story.row_id.encode() for story in found.values()}
    for name in made_files(facts):
        for number, line in _lines_of(folder / name, ids):
            row = record_in(line, f"{folder / name}:{number + 1}", ROW_ID)
            said = (row.pop(ROW_ID), *user_and_assistant(row))
            if said in told:
                told[said] = replace(told[said], columns=row, files={**told[said].files, name: number + 1})
    return told


def _lines_of(file: Path, ids: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield the lines whose first id is one of some, with their numbers."""
    sought = set(ids)
    for number, line in numbered_lines(file):
        if _id_in(line) in sought:
            yield number, line


def _id_in(line: bytes) -> bytes:
    """Give the first id in a line; empty when there is none."""
    begin = line.find(_ID) + len(_ID)
    return line[begin : line.find(b'"', begin)] if begin >= len(_ID) else b""


def _kind(line: bytes) -> bytes:
    """Give what tells the pipeline, block and reason of a rejected row: how its line begins, without the id."""
    begin = line.find(_ID)
    return line[:begin] + line[line.find(b'"', begin + len(_ID)) : line.find(b',"detail":')]
