"""Recipes: the data sets a training file is mixed from, and the amount of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from sdg_flows.core.errors import InputError, Problem, did_you_mean, listed
from sdg_flows.outputs.mixing.data_sets import resolve_place
from sdg_flows.outputs.mixing.sampling import rows_for_size, shares
from sdg_flows.yamltext.problem import YamlProblem
from sdg_flows.yamltext.reader import Marked, read_yaml


def _amount(value: object) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < inf:
        raise ValueError("expected a number above 0: a whole one for rows, as 30, or a fraction of them, as 0.5")
    return value


Amount = Annotated[int | float, BeforeValidator(_amount)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Ingredient(_Part):
    """One data set: its path or URL, and how many of its rows to take, as a number, a fraction or a weight."""

    path: str
    sampling_size: Amount | None = None
    weight: Amount | None = None


class RecipeMetadata(_Part):
    """Metadata of the mix: the system message that every conversation starts with."""

    sys_prompt: str | None = None


class Recipe(_Part):
    """A recipe. With `size`, the mix has that many rows, shared out by weight; else each data set has a sampling size.

    An integer sampling size is a number of rows, a fraction a share of the data set; the default is all rows. Rows are
    repeated when more are asked for than there are.

    Source: InstructLab recipes, in which 1 meant all rows; weights and `size` are ours.
    """

    datasets: tuple[Ingredient, ...] = ()
    metadata: RecipeMetadata = RecipeMetadata()
    size: Annotated[int, Field(ge=1, strict=True)] | None = None

    @model_validator(mode="after")
    def _weights_and_size_go_together(self) -> Recipe:
        if self.size is None and any(dataset.weight is not None for dataset in self.datasets):
            raise ValueError("a weight is a share of the recipe's 'size', which is missing")
        if self.size is not None and any(dataset.weight is None or dataset.sampling_size for dataset in self.datasets):
            raise ValueError("with 'size', every data set has a 'weight' and no 'sampling_size'")
        return self

    def sizes(self, rows: Sequence[int]) -> list[int]:
        """Return the number of rows to draw from each data set, given the number it has."""
        if self.size is not None:
            return shares([dataset.weight or 0.0 for dataset in self.datasets], self.size)
        sizes = (1.0 if dataset.sampling_size is None else dataset.sampling_size for dataset in self.datasets)
        return [rows_for_size(size, count) for size, count in zip(sizes, rows, strict=True)]


def read_recipe(path: Path) -> Recipe:
    """Read a recipe file.

    Raises:
        InputError: with every problem found.
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
        raise InputError(_problem(str(path), marked, dict(problem)) for problem in error.errors()) from error


def read_resolved_recipe(path: Path) -> Recipe:
    """Read a recipe file whose paths are seen from its folder, and return them as they hold from anywhere.

    Raises:
        InputError: with everything that is wrong with it.
    """
    recipe = read_recipe(path)
    datasets = [
        dataset.model_copy(update={"path": resolve_place(dataset.path, path.parent)}) for dataset in recipe.datasets
    ]
    return recipe.model_copy(update={"datasets": tuple(datasets)})


def recipe_text(recipe: Recipe) -> str:
    """Format a recipe as YAML."""
    plain: dict[str, Any] = recipe.model_dump(exclude_none=True)
    plain["datasets"] = [dict(dataset) for dataset in plain["datasets"]]
    return yaml.safe_dump(plain, sort_keys=False, allow_unicode=True).rstrip("\n")


def _known_keys(place: tuple[int | str, ...]) -> Iterable[str]:
    """Return the keys allowed at a place of the recipe."""
    parts: dict[int | str, type[_Part]] = {"datasets": Ingredient, "metadata": RecipeMetadata}
    return (parts[place[0]] if len(place) > 1 else Recipe).model_fields


def _problem(file: str, marked: Marked, error: dict[str, Any]) -> Problem:
    place = ".".join(map(str, error["loc"])) or "the recipe"
    if error["type"] == "extra_forbidden":
        name, known = str(error["loc"][-1]), _known_keys(error["loc"])
        near = did_you_mean(name, known)
        return Problem(file, marked.line(error["loc"]), f"{place}: there is no such key.{near} Known: {listed(known)}.")
    message = error["msg"].removeprefix("Value error, ")
    found = "" if error["type"] == "missing" or not error["loc"] else f"; found {error['input']!r}"
    return Problem(file, marked.line(error["loc"]), f"{place}: {message}{found}.")
