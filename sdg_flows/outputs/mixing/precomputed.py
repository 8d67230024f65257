"""Precomputed data sets in front of a run's own, and how much of the run's own stands against them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sdg_flows.core.errors import SettingsError
from sdg_flows.outputs.mixing.data_sets import count_rows, place_of
from sdg_flows.outputs.mixing.recipe import Ingredient, Recipe

LEAST_SHARE = 3
"""Percent of the precomputed rows that each knowledge data set has at least, when it is upsampled."""


def with_precomputed(recipe: Recipe, precomputed: Recipe, *, upsample: bool) -> Recipe:
    """Give a recipe with the precomputed data sets before its own, under its own system message.

    With `upsample`, a `_p10` data set of which all rows are asked gives at least 3 percent of the number of precomputed
    rows. Data sets are read to be counted.

    Raises:
        SettingsError: one of the recipes has a `size`, and weights that are shares of it.
        InputError: a data set cannot be read.

    Source: InstructLab's default data recipes.
    """
    if recipe.size is not None or precomputed.size is not None:
        raise SettingsError("a recipe with 'size' is mixed alone: its weights say nothing of other data sets")
    own = _upsampled(recipe.datasets, precomputed.datasets) if upsample else recipe.datasets
    return recipe.model_copy(update={"datasets": (*precomputed.datasets, *own)})


def _upsampled(own: Sequence[Ingredient], precomputed: Sequence[Ingredient]) -> Iterator[Ingredient]:
    there = sum(_rows(one) for one in precomputed)
    for one in own:
        whole = one.sampling_size is None or (one.sampling_size == 1.0 and isinstance(one.sampling_size, float))
        if whole and one.path.endswith("_p10.jsonl"):
            one = one.model_copy(update={"sampling_size": upsampled(_rows(one), there)})
        yield one


def _rows(one: Ingredient) -> int:
    return count_rows(place_of(one.path, Path()))


def upsampled(rows: int, precomputed: int) -> int | float:
    """Give the sampling size of a data set: 1.0, or 3 percent of the precomputed rows when it has fewer."""
    return 1.0 if 100 * rows >= LEAST_SHARE * precomputed else LEAST_SHARE * precomputed // 100
