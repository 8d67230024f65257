"""Maps a function over items and collects the problems of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from sdg_flows.core.errors import InputError, Problem

Item = TypeVar("Item")
Given = TypeVar("Given")


def map_collecting_problems(give: Callable[[Item], Given], items: Iterable[Item]) -> list[Given]:
    """Return the function's result for each item, in order.

    Raises:
        InputError: `give` raised it for at least one item; it has the problems of all, by file and line.
    """
    results: list[Given] = []
    problems: list[Problem] = []
    for item in items:
        try:
            results.append(give(item))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(sorted(problems, key=lambda problem: (problem.file, problem.line or 0)))
    return results
