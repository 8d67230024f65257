"""What a taxonomy holds, as values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from sdg_flows.core.errors import Problem

LeafKind: TypeAlias = Literal["knowledge", "grounded_skill", "freeform_skill"]


TOP_FOLDERS = ("compositional_skills", "knowledge")
"""The folders of a taxonomy that hold leaves."""


@dataclass(frozen=True)
class Pair:
    """A question and its answer, as the author wrote them."""

    question: str
    answer: str


@dataclass(frozen=True)
class SeedExample:
    """What an author gives as an example: a context, if any, with its pairs. A skill has one pair an example."""

    pairs: tuple[Pair, ...]
    context: str | None = None


@dataclass(frozen=True)
class FolderSource:
    """Documents in a folder, its path relative to the leaf's own; `line` is where the qna.yaml says so."""

    path: str
    patterns: tuple[str, ...]
    line: int | None


@dataclass(frozen=True)
class GitSource:
    """Documents in a git repository at one commit; `line` is where the qna.yaml says so."""

    repo: str
    commit: str
    patterns: tuple[str, ...]
    line: int | None


@dataclass(frozen=True)
class Leaf:
    """One qna.yaml. `parts` is its folder, relative to the taxonomy `root`; `shown` is the file as messages name it.

    Skills have a `task_description`; knowledge has a `domain`, a `document_outline` and a `document`.
    """

    parts: tuple[str, ...]
    kind: LeafKind
    root: Path
    file: Path
    shown: str
    created_by: str
    seed_examples: tuple[SeedExample, ...]
    task_description: str | None = None
    domain: str | None = None
    document_outline: str | None = None
    document: FolderSource | GitSource | None = None
    licence: str | None = None


@dataclass(frozen=True)
class Taxonomy:
    """The leaves, sorted by path, and what was passed over."""

    leaves: tuple[Leaf, ...]
    warnings: tuple[Problem, ...] = ()
