"""Combines precomputed data sets with those of a run, upsampling the run's when they are small."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sdg_flows.core.errors import SettingsError
from sdg_flows.outputs.mixing.data_sets import count_rows, resolve_place
from sdg_flows.outputs.mixing.recipe import Ingredient, Recipe

MIN_PERCENT = 3
"""The minimum size of an upsampled knowledge data set, in percent of the precomputed rows."""


def with_precomputed(recipe: Recipe, precomputed: Recipe, *, upsample: bool) -> Recipe:
    """Return a recipe with the precomputed data sets before its own and its own system message.

    With `upsample`, a `_p10` data set that is used in full gives at least 3 percent of the number of precomputed rows.
    Data sets are read to count their rows.

    Raises:
        SettingsError: one of the recipes has a `size`, of which its weights are shares.
        InputError: a data set cannot be read.

    Source: InstructLab's default data recipes.
    """
    if recipe.size is not None or precomputed.size is not None:
        raise SettingsError("a recipe with 'size' is mixed alone: its weights say nothing of other data sets")
    own = _upsampled(recipe.datasets, precomputed.datasets) if upsample else recipe.datasets
    return recipe.model_copy(update={"datasets": (*precomputed.datasets, *own)})


def _upsampled(own: Sequence[Ingredient], precomputed: Sequence[Ingredient]) -> Iterator[Ingredient]:
    precomputed_rows = sum(_rows(dataset) for dataset in precomputed)
    for dataset in own:
        takes_all = dataset.sampling_size is None or (
            dataset.sampling_size == 1.0 and isinstance(dataset.sampling_size, float)
        )
        if takes_all and dataset.path.endswith("_p10.jsonl"):
            dataset = dataset.model_copy(update={"sampling_size": upsampled_size(_rows(dataset), precomputed_rows)})
        yield dataset


def _rows(dataset: Ingredient) -> int:
    return count_rows(resolve_place(dataset.path, Path()))


def upsampled_size(rows: int, precomputed: int) -> int | float:
    """Return the sampling size of a data set: 1.0, or 3 percent of the precomputed rows if it has fewer."""
    return 1.0 if 100 * rows >= MIN_PERCENT * precomputed else MIN_PERCENT * precomputed // 100
