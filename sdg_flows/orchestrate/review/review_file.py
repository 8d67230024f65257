"""The file of rows for human review: JSON lines, each with a verdict to fill in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from sdg_flows.blocks.human_review import APPROVED, REJECTED
from sdg_flows.core.errors import DiskError, Problem, did_you_mean
from sdg_flows.core.table import ROW_ID
from sdg_flows.storage.atomic_write import write_atomically
from sdg_flows.storage.objects import write_file
from sdg_flows.storage.url import Place

Line: TypeAlias = Mapping[str, Any]
"""A row's id, the reviewer's `verdict` and `note`, and the columns that reviewers see."""
VERDICTS = (APPROVED, REJECTED)


def to_line(row: Mapping[str, Any]) -> Line:
    """Return a row as a line with an empty verdict."""
    made = {ROW_ID: row[ROW_ID], "verdict": "", "note": "", **{k: v for k, v in row.items() if k != ROW_ID}}
    return json.loads(json.dumps(made, default=str))


def displayed_text(line: Line) -> str:
    """Return what reviewers see of a row, as text. A verdict holds for all lines with the same text."""
    return json.dumps({name: line[name] for name in line if name not in ("verdict", "note")}, sort_keys=True)


def write_lines(lines: Iterable[Line], file: Place) -> None:
    """Write or replace the file.

    Raises:
        DiskError: it cannot be written.
    """
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    if not isinstance(file, Path):
        write_file(text.encode(), file)
        return
    try:
        file.parent.mkdir(mode=0o700, exist_ok=True)
        write_atomically(text, file)
    except OSError as error:
        raise DiskError(f"{file}: the rows for review cannot be written ({error.strerror})") from error


def read_lines(file: Place) -> tuple[list[Line], list[Problem]]:
    """Return the valid lines of the file, and the problems of the others.

    Raises:
        DiskError: the file cannot be read.
    """
    try:
        texts = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DiskError(f"{file}: the reviewed rows cannot be read ({error})") from error
    lines: list[Line] = []
    problems: list[Problem] = []
    for number, text in enumerate(texts, 1):
        found = _read(text) if text.strip() else None
        if isinstance(found, str):
            problems.append(Problem(str(file), number, found))
        elif found:
            lines.append(found)
    return lines, problems


def _read(text: str) -> Line | str:
    """Return a line, or a sentence that says what is wrong with it."""
    try:
        line: Any = json.loads(text)
    except ValueError as error:
        return f"this is no line of JSON: {error}."
    if not isinstance(line, dict) or not isinstance(line.get(ROW_ID), str):
        return f"this has no {ROW_ID}."
    verdict = line.get("verdict") or ""
    if verdict in ("", *VERDICTS):
        return line
    return f"found the verdict {verdict!r}, expected approved or rejected.{did_you_mean(str(verdict), VERDICTS)}"
