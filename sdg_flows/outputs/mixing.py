"""Mixing: a recipe's data sets become one training file of conversations."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fsspec

from sdg_flows.core.errors import DiskError, InputError
from sdg_flows.outputs.disk import write_lines
from sdg_flows.outputs.jsonl import jsonl_line
from sdg_flows.outputs.recipe import Recipe, read_recipe
from sdg_flows.outputs.sampling import sampled

SEED = 42
KEYS = ("id", "messages", "metadata", "unmask")
"""The keys of a mixed row, in order."""


@dataclass(frozen=True)
class Mixed:
    """A mix: its rows, and how many drawn rows were left out because a message in them is empty."""

    rows: int
    left_out: int


def mix_datasets(
    recipe_file: str | Path, output_file: str | Path, *, system_prompt: str | None = None, seed: int = SEED
) -> Mixed:
    """Mix the data sets of a recipe into one file of JSON lines, data set after data set, each in its order.

    Paths in the recipe are seen from its folder, or are fsspec addresses. Each row has `id`, `messages`, `metadata` and
    `unmask`; what else it had goes into `metadata`, as JSON text. The system message is `system_prompt`, else the
    recipe's; without either, each row keeps its own.

    Raises:
        InputError: the recipe or a row cannot be used.
        DiskError: the file cannot be written; one that was there is as it was.

    Source: InstructLab `mix_datasets`, whose sampling was with replacement.
    """
    path, target = Path(recipe_file), Path(output_file)
    recipe = read_recipe(path)
    said = system_prompt if system_prompt is not None else recipe.metadata.sys_prompt
    left_out = 0
    partial = target.with_name(f".{target.name}.partial")

    def lines() -> Iterator[str]:
        nonlocal left_out
        for row in _drawn(recipe, path.parent, seed):
            mixed = mixed_row(row, said)
            left_out += mixed is None
            if mixed is not None:
                yield jsonl_line(mixed)

    try:
        partial.unlink(missing_ok=True)
        facts = write_lines(partial, lines())
        partial.replace(target)
    except OSError as error:
        raise DiskError(f"{target}: the mix cannot be written: {error.strerror or error}") from error
    return Mixed(facts.lines, left_out)


def mixed_row(row: Mapping[str, Any], system_prompt: str | None) -> dict[str, Any] | None:
    """Give a row as it is trained on; None when a message other than the system's is empty.

    Metadata that is a mapping, or the JSON text of one, is joined with the row's other columns.
    """
    spoken = [message for message in row["messages"] if message["role"] != "system"]
    if any(not message["content"] for message in spoken):
        return None
    first = [message for message in row["messages"] if message["role"] == "system"][:1]
    if system_prompt is not None:
        first = [{"content": system_prompt, "role": "system"}]
    messages = [{"content": message["content"], "role": message["role"]} for message in (*first, *spoken)]
    metadata = _metadata(row.get("metadata")) | {key: value for key, value in row.items() if key not in KEYS}
    row_id = row.get("id") or _id(messages)
    return {
        "id": row_id,
        "messages": messages,
        "metadata": json.dumps(metadata, ensure_ascii=False, default=str),
        "unmask": bool(row.get("unmask")),
    }


def _metadata(found: object) -> dict[str, Any]:
    if isinstance(found, str):
        try:
            found = json.loads(found)
        except ValueError:
            return {"metadata": found}
    return dict(found) if isinstance(found, Mapping) else {}


def _id(messages: object) -> str:
    return hashlib.blake2b(
        json.dumps(messages, ensure_ascii=False).encode(errors="replace"), digest_size=16
    ).hexdigest()


def _drawn(recipe: Recipe, folder: Path, seed: int) -> Iterator[dict[str, Any]]:
    """Yield the rows of a recipe; each file is read twice, line by line: to count its rows, and to take them."""
    places = [_place(one.path, folder) for one in recipe.datasets]
    counts = [sum(1 for _ in _lines(place)) for place in places]
    for one, place, rows, size in zip(recipe.datasets, places, counts, recipe.sizes(counts), strict=True):
        copies = Counter(sampled(rows, size, seed, one.path))
        for at, (number, line) in enumerate(_lines(place)):
            if copies[at]:
                row = _row(place, number, line)
                yield from (row for _ in range(copies[at]))


def _place(path: str, folder: Path) -> str:
    return path if "://" in path or Path(path).is_absolute() else str(folder / path)


def _lines(place: str) -> Iterator[tuple[int, bytes]]:
    """Yield each line that is not blank with its number; only a line feed ends a line."""
    try:
        with fsspec.open(place, "rb") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line
    except (OSError, ValueError, ImportError) as error:
        raise InputError.at(place, None, f"the data set cannot be read: {error}") from error


def _row(place: str, number: int, line: bytes) -> dict[str, Any]:
    try:
        row: Any = json.loads(line)
    except ValueError as error:
        raise InputError.at(place, number, f"this is no line of JSON: {error}") from error
    messages = row.get("messages") if isinstance(row, dict) else None
    if not isinstance(messages, list) or not all(map(_is_message, messages)):
        raise InputError.at(place, number, "this row has no 'messages', a list of role and content")
    return row


def _is_message(found: object) -> bool:
    return isinstance(found, dict) and {"role", "content"} <= {*found}
