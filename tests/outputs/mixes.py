"""Data sets and recipes, written into a test's folder."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sdg_flows.outputs.files.jsonl import jsonl_line
from sdg_flows.outputs.mixing.recipe import Ingredient, Recipe, RecipeMetadata, recipe_text


def talk(*turns: str, **columns: Any) -> dict[str, Any]:
    """Return a row: turns of user and assistant by turns."""
    roles = ("user", "assistant")
    messages = [{"content": turn, "role": roles[at % 2]} for at, turn in enumerate(turns)]
    return {"messages": messages, **columns}


def ten(name: str = "r") -> list[dict[str, Any]]:
    """Return ten rows with ids."""
    return [talk(f"Q{at}", f"A{at}", id=f"{name}{at}") for at in range(10)]


def write_rows(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write a data set."""
    path.write_text("".join(f"{jsonl_line(row)}\n" for row in rows), encoding="utf-8")


def write_recipe(path: Path, *datasets: Ingredient, sys_prompt: str | None = None) -> Path:
    """Write a recipe."""
    recipe = Recipe(datasets=datasets, metadata=RecipeMetadata(sys_prompt=sys_prompt))
    path.write_text(recipe_text(recipe), encoding="utf-8")
    return path


def rows_in(path: Path) -> list[dict[str, Any]]:
    """Read a file of JSON lines."""
    return [json.loads(line) for line in path.read_bytes().split(b"\n") if line]
