"""What is wrong with a YAML text, for the room that reads it to say in its own error."""

from __future__ import annotations

import yaml


class YamlProblem(ValueError):  # noqa: N818  a problem is what the core calls it; a room makes it its own error
    """A YAML text cannot be read; `line` counts from 1 and is None when no line is to blame."""

    def __init__(self, file: str, line: int | None, text: str) -> None:
        self.file = file
        self.line = line
        self.text = text
        super().__init__(f"{file}: {text}" if line is None else f"{file}:{line}: {text}")


def syntax_problem(text: str, file: str, error: yaml.YAMLError) -> YamlProblem:
    """Return the problem for a text that is not YAML."""
    if isinstance(error, yaml.reader.ReaderError):
        return character_problem(
            text, file, chr(error.character) if isinstance(error.character, int) else error.character
        )
    mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
    if not isinstance(error, yaml.MarkedYAMLError) or mark is None:
        return YamlProblem(file, None, f"not readable as YAML: {error}")
    lines = text.splitlines()
    found = lines[mark.line][mark.column : mark.column + 1] if mark.line < len(lines) else ""
    if found == "\t":
        return YamlProblem(file, mark.line + 1, "a tab stands where YAML expects spaces; indent with spaces")
    said = " ".join(part for part in (error.context, error.problem) if part)
    return YamlProblem(file, mark.line + 1, f"not readable as YAML: {said}")


def character_problem(text: str, file: str, character: str) -> YamlProblem:
    """Return the problem for a text with a character that YAML does not allow."""
    line = text[: max(text.find(character), 0)].count("\n") + 1
    return YamlProblem(file, line, f"character {character!r} is not allowed in YAML")
