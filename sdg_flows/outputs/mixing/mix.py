"""Mixes the data sets of a recipe into one training file of conversations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sdg_flows.core.errors import InputError
from sdg_flows.outputs.files.write_rows import write_rows
from sdg_flows.outputs.mixing.data_sets import conversations, count_rows, resolve_place
from sdg_flows.outputs.mixing.mixed_row import mixed_row
from sdg_flows.outputs.mixing.recipe import Recipe, read_resolved_recipe
from sdg_flows.outputs.mixing.sampling import Draw, draw

SEED = 42


@dataclass(frozen=True)
class Mixed:
    """The result of a mix: its rows, and the drawn rows left out because a message is empty."""

    rows: int
    left_out: int


def mix_datasets(
    recipe_file: str | Path, output_file: str | Path, *, system_prompt: str | None = None, seed: int = SEED
) -> Mixed:
    """Mix the data sets of a recipe into one file of JSON lines, data set after data set, each in its order.

    Paths in the recipe are relative to its folder, or fsspec URLs. Each row has `id`, `messages`, `metadata` and
    `unmask`; other columns go into `metadata`, as JSON text. The system message is `system_prompt`, else the
    recipe's; without either, each row keeps its own. A recipe without data sets writes nothing.

    Raises:
        InputError: the recipe or a row cannot be used, or rows are asked of an empty data set.
        DiskError: the file cannot be written; an existing one is unchanged.

    Source: InstructLab `mix_datasets`, whose sampling was with replacement.
    """
    return mix(read_resolved_recipe(Path(recipe_file)), Path(output_file), system_prompt=system_prompt, seed=seed)


def mix(recipe: Recipe, target: Path, *, system_prompt: str | None = None, seed: int = SEED) -> Mixed:
    """Mix a recipe's data sets into a file, as `mix_datasets` does; paths are relative to the current folder."""
    if not recipe.datasets:
        return Mixed(0, 0)
    return Mixed(*write_rows(target, _rows(recipe, system_prompt, seed), "the mix"))


def _rows(recipe: Recipe, system_prompt: str | None, seed: int) -> Iterator[dict[str, Any] | None]:
    """Yield the mixed rows, None for one to leave out.

    Each file is read twice, line by line: to count its rows, and to draw from them.
    """
    system_message = recipe.metadata.sys_prompt if system_prompt is None else system_prompt
    places = [resolve_place(dataset.path, Path()) for dataset in recipe.datasets]
    counts = [count_rows(place) for place in places]
    for index, (place, rows, size) in enumerate(zip(places, counts, recipe.sizes(counts), strict=True)):
        drawn = _drawn(place, rows, size, f"{seed}:{index}")
        yield from (mixed_row(row, system_message) for row in conversations(place, drawn.copies))


def _drawn(place: str, rows: int, size: int, salt: str) -> Draw:
    try:
        return draw(rows, size, salt)
    except ValueError as error:
        raise InputError.at(place, None, f"{error}.") from error
