"""Recipes: which data sets a training file is mixed from, and how much of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from sdg_flows.core.errors import InputError, Problem, did_you_mean, listed
from sdg_flows.outputs.mixing.data_sets import place_of
from sdg_flows.outputs.mixing.sampling import shares, wanted
from sdg_flows.yamltext.problem import YamlProblem
from sdg_flows.yamltext.reader import Marked, read_yaml


def _amount(found: object) -> int | float:
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 < found < inf:
        raise ValueError("expected a number above 0: a whole one for rows, as 30, or a fraction of them, as 0.5")
    return found


Amount = Annotated[int | float, BeforeValidator(_amount)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Ingredient(_Part):
    """One data set: its path or address, and how many of its rows, as a number, a fraction or a weight."""

    path: str
    sampling_size: Amount | None = None
    weight: Amount | None = None


class RecipeMetadata(_Part):
    """What goes with the rows: the system message that every conversation starts with."""

    sys_prompt: str | None = None


class Recipe(_Part):
    """A recipe. With `size`, every data set has a weight and the mix that many rows; else each its sampling size.

    A sampling size that is a whole number is that many rows, a fraction that share of the data set; without one, all.
    Beyond the rows that there are, each comes again.

    Source: InstructLab recipes, in which 1 meant all rows; weights and `size` are ours.
    """

    datasets: tuple[Ingredient, ...] = ()
    metadata: RecipeMetadata = RecipeMetadata()
    size: Annotated[int, Field(ge=1, strict=True)] | None = None

    @model_validator(mode="after")
    def _weights_and_size_go_together(self) -> Recipe:
        if self.size is None and any(one.weight is not None for one in self.datasets):
            raise ValueError("a weight is a share of the recipe's 'size', which is missing")
        if self.size is not None and any(one.weight is None or one.sampling_size for one in self.datasets):
            raise ValueError("with 'size', every data set has a 'weight' and no 'sampling_size'")
        return self

    def sizes(self, rows: Sequence[int]) -> list[int]:
        """Give how many rows each data set gives, of the rows that it has."""
        if self.size is not None:
            return shares([one.weight or 0.0 for one in self.datasets], self.size)
        asked = (1.0 if one.sampling_size is None else one.sampling_size for one in self.datasets)
        return [wanted(size, count) for size, count in zip(asked, rows, strict=True)]


def read_recipe(path: Path) -> Recipe:
    """Read a recipe file.

    Raises:
        InputError: with everything that is wrong with it.
    """
    try:
        marked = read_yaml(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError.at(str(path), None, f"the recipe cannot be read: {error}") from error
    except YamlProblem as error:
        raise InputError.at(str(path), error.line, error.text) from error
    try:
        return Recipe.model_validate({} if marked.value is None else marked.value)
    except ValidationError as error:
        raise InputError(_problem(str(path), marked, dict(one)) for one in error.errors()) from error


def read_placed(path: Path) -> Recipe:
    """Read a recipe file whose paths are seen from its folder, and give them as they hold from anywhere.

    Raises:
        InputError: with everything that is wrong with it.
    """
    recipe = read_recipe(path)
    datasets = [one.model_copy(update={"path": place_of(one.path, path.parent)}) for one in recipe.datasets]
    return recipe.model_copy(update={"datasets": tuple(datasets)})


def recipe_text(recipe: Recipe) -> str:
    """Give a recipe as YAML."""
    plain: dict[str, Any] = recipe.model_dump(exclude_none=True)
    plain["datasets"] = [dict(one) for one in plain["datasets"]]
    return yaml.safe_dump(plain, sort_keys=False, allow_unicode=True).rstrip("\n")


def _known(place: tuple[int | str, ...]) -> Iterable[str]:
    """Give the keys that there are where a key stands."""
    parts: dict[int | str, type[_Part]] = {"datasets": Ingredient, "metadata": RecipeMetadata}
    return (parts[place[0]] if len(place) > 1 else Recipe).model_fields


def _problem(file: str, marked: Marked, found: dict[str, Any]) -> Problem:
    place = ".".join(map(str, found["loc"])) or "the recipe"
    if found["type"] == "extra_forbidden":
        name, known = str(found["loc"][-1]), _known(found["loc"])
        near = did_you_mean(name, known)
        return Problem(file, marked.line(found["loc"]), f"{place}: there is no such key.{near} Known: {listed(known)}.")
    said = found["msg"].removeprefix("Value error, ")
    there = "" if found["type"] == "missing" or not found["loc"] else f"; found {found['input']!r}"
    return Problem(file, marked.line(found["loc"]), f"{place}: {said}{there}.")
