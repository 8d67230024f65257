"""Glob patterns for the documents of a leaf."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath


def pattern_problem(pattern: str) -> str | None:
    """Return why a pattern is not used, or None: it must stay in its folder and keep `**` apart."""
    parts = pattern.split("/")
    if pattern.startswith("/") or "\\" in pattern:
        return f"pattern {pattern!r} must be relative to the folder of the documents, with '/' between its parts"
    if ".." in parts:
        return f"pattern {pattern!r} must not leave the folder of the documents by '..'"
    if any("**" in part and part != "**" for part in parts):
        return f"pattern {pattern!r} must have '**' as a part of its own, as in 'docs/**/*.md'"
    return None


def files_below(folder: Path) -> list[PurePosixPath]:
    """Return every file below the folder, sorted, relative to it; hidden ones and linked folders are passed over."""
    return sorted(PurePosixPath(file.relative_to(folder)) for file in _walk(folder))


def _walk(folder: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            file = Path(here) / name
            if not name.startswith(".") and file.is_file():
                yield file


def matching_files(files: Sequence[PurePosixPath], patterns: Sequence[str]) -> list[PurePosixPath]:
    """Return the files that at least one pattern means, each once, in the order of `files`.

    `*`, `?` and `[…]` stay within a part of the path; `**` stands for any number of parts. Case counts.
    """
    wanted = [_parts(pattern) for pattern in patterns]
    return [file for file in files if any(_matches(file.parts, pattern) for pattern in wanted)]


def _parts(pattern: str) -> tuple[str, ...]:
    """Cut a pattern into parts, with `**` never twice in a row."""
    parts = [part for part in pattern.split("/") if part not in ("", ".")]
    return tuple(part for at, part in enumerate(parts) if part != "**" or parts[at - 1 : at] != ["**"])


def _matches(parts: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    if not pattern:
        return not parts
    if pattern[0] == "**":
        return any(_matches(parts[at:], pattern[1:]) for at in range(len(parts) + 1))
    return bool(parts) and fnmatchcase(parts[0], pattern[0]) and _matches(parts[1:], pattern[1:])
