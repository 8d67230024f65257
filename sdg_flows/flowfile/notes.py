from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from sdg_flows.core.errors import Problem, did_you_mean
from sdg_flows.yamltext.problem import YamlProblem
from sdg_flows.yamltext.reader import Marked, read_yaml

At: TypeAlias = tuple[str | int, ...]
"""A place in a YAML file: the keys and positions that lead to it."""


@dataclass(frozen=True)
class Notes:
    """What is to be said about a file: `problems` end the load, `warnings` go with the pipeline."""

    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()

    def __add__(self, other: Notes) -> Notes:
        return Notes(self.problems + other.problems, self.warnings + other.warnings)


class UnusableFile(ValueError):  # noqa: N818  named for what is the case
    """A file that a flow file is, or refers to, cannot be used; each problem has its own place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True)
class MarkedFile:
    """A YAML file's value, with the means to say something about any place in it."""

    file: str
    marked: Marked

    @property
    def value(self) -> Any:  # noqa: ANN401  what a YAML file holds
        """Return the value of the whole file."""
        return self.marked.value

    def note(self, at: At, text: str) -> Problem:
        """Note something about the place, or about the nearest place around it that has a line."""
        return Problem(self.file, self.marked.line(at), text)

    def problem(self, at: At, text: str) -> Notes:
        """Return one problem at the place."""
        return Notes(problems=(self.note(at, text),))

    def warning(self, at: At, text: str) -> Notes:
        """Return one warning at the place."""
        return Notes(warnings=(self.note(at, text),))

    def unknown_keys(self, at: At, there: Iterable[str], known: Collection[str], who: str, *, lenient: bool) -> Notes:
        """Note each key that is not known: as a warning when lenient, else as a problem."""
        notes = Notes()
        for key in (key for key in there if key not in known):
            if lenient:
                notes += self.warning((*at, key), f"{who} has no key {key!r}; it is ignored.")
            else:
                notes += self.problem((*at, key), f"{who} has no key {key!r}.{did_you_mean(key, known)}")
        return notes


def marked_file(text: str, file: str) -> MarkedFile:
    """Read a YAML text; `file` is its name in messages.

    Raises:
        UnusableFile: the text is no YAML that we read.
    """
    try:
        return MarkedFile(file, read_yaml(text, file))
    except YamlProblem as problem:
        raise UnusableFile([Problem(file, problem.line, problem.text)]) from problem
