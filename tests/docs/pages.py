"""What a page of docs/ shows: files to write, commands to type, and what they print."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

DOCS = Path(__file__).parents[2] / "docs"


@dataclass(frozen=True)
class Fence:
    """A fenced block: its language, what stands behind the language, its text, and the line where it begins."""

    language: str
    word: str
    text: str
    line: int


@dataclass(frozen=True)
class Step:
    """Commands that are typed together, the lines they print, as far as they are shown, and how they leave."""

    commands: str
    shown: tuple[str, ...]
    code: int
    line: int


def fences(page: Path) -> list[Fence]:
    """Return the fenced blocks of a page, those in lists and quotes too."""
    tokens = MarkdownIt().parse(page.read_text("utf-8"))
    return [_fence(token) for token in tokens if token.type == "fence"]


def files(page: Path) -> dict[str, str]:
    """Return the files that a page has its reader write: blocks with a file's name behind the language."""
    return {one.word: one.text for one in fences(page) if "." in one.word and not one.language.startswith("{")}


def steps(page: Path) -> list[Step]:
    """Return what a page has its reader type.

    Blocks of `sh` are commands; a block of `text` right after one is what it prints. In blocks of `console`, commands
    follow a `$`. `exit=1` behind the language says that the last command leaves with 1.
    """
    found = fences(page)
    after = {one.line: later for one, later in itertools.pairwise(found)}
    return [step for one in found for step in _steps(one, after.get(one.line))]


def _fence(token: Token) -> Fence:
    language, _, word = token.info.strip().partition(" ")
    return Fence(language, word, token.content, (token.map or [0])[0] + 1)


def _steps(fence: Fence, after: Fence | None) -> Iterator[Step]:
    code = int(fence.word.removeprefix("exit=")) if fence.word.startswith("exit=") else 0
    if fence.language == "sh":
        shown = after.text if after and after.language == "text" else ""
        yield Step(fence.text, tuple(shown.splitlines()), code, fence.line)
    if fence.language == "console":
        for part in fence.text.removeprefix("$ ").split("\n$ "):
            command, _, shown = part.partition("\n")
            yield Step(command, tuple(shown.splitlines()), code, fence.line)
