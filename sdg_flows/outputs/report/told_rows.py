"""Rows that a report shows with their stories, in a bounded number of bytes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import islice
from math import isfinite
from typing import Any, TypeAlias, cast

from sdg_flows.outputs.figures import clipped
from sdg_flows.outputs.past_runs.row_story import RowStory
from sdg_flows.outputs.past_runs.run_folders import Facts
from sdg_flows.outputs.run_folder.leaves import LEAF
from sdg_flows.outputs.run_folder.pairs import user_and_assistant

ToldRow: TypeAlias = dict[str, Any]
"""All that is known of a row, as `sdg-flows why --json` has it."""
Tell: TypeAlias = Callable[[Facts, Sequence[RowStory]], Iterable[ToldRow]]
"""Tells rows of a run: with each prompt, answer and judgement as far as they are kept."""

MOST_BYTES = 1_500_000
CUTS = ((2_000, 40), (600, 40), (150, 25), (80, 12))
"""Characters of a text, and entries of a list, that are shown of a row: the first with which all rows have room."""


def filed(story: RowStory) -> ToldRow:
    """Give what the files of a run say of a row, without what was asked about it."""
    source = [{"row_id": one} for one in story.source]
    return {**asdict(story), "source": source, "steps": [], "notes": []}


def with_pair(row: ToldRow) -> ToldRow:
    """Give a row with what a user says, what an assistant answers, and the leaf that it is of."""
    user, assistant = user_and_assistant(row["columns"])
    return {**row, "user": user, "assistant": assistant, "leaf": row["columns"].get(LEAF)}


def told_from_files(facts: Facts, stories: Sequence[RowStory]) -> Iterable[ToldRow]:
    """Tell rows by a run's files alone."""
    return map(filed, stories)


def embedded(rows: Sequence[ToldRow]) -> tuple[str, int]:
    """Give rows as JSON text that may stand in a page, and how many of them: texts are cut until all have room."""
    some: list[str] = []
    for longest, entries in CUTS:
        some = list(_while_there_is_room(script_json(short(row, longest, entries)) for row in rows))
        if len(some) == len(rows):
            break
    return f"[{','.join(some)}]", len(some)


def _while_there_is_room(texts: Iterable[str]) -> Iterator[str]:
    room = MOST_BYTES
    for text in texts:
        room -= len(text) + 1
        if room < 0:
            return
        yield text


def script_json(value: object) -> str:
    """Give a value as ASCII JSON in which no HTML parser finds an end of a script, nor anything else to act on."""
    text = json.dumps(value, default=str, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def first_of_each_reason(left: Sequence[ToldRow]) -> dict[tuple[str, str, str], ToldRow]:
    """Give the first rejected row of each pipeline, block and reason."""
    return {(row["pipeline"], row["left"]["block"], row["left"]["reason"]): row for row in left[::-1]}


def short(value: object, longest: int, entries: int = CUTS[0][1]) -> Any:  # noqa: ANN401
    """Give a value with its texts cut, and without the further entries of its mappings and lists."""
    if isinstance(value, str):
        return clipped(value, longest)
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    if isinstance(value, Mapping):
        named = islice(cast("Mapping[str, object]", value).items(), entries)
        return {clipped(name, longest): short(one, longest, entries) for name, one in named}
    if isinstance(value, list | tuple):
        return [short(one, longest, entries) for one in islice(cast("Sequence[object]", value), entries)]
    return value
