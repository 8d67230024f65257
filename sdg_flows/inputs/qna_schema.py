"""The keys of a qna.yaml, as versions 1 to 3 of the taxonomy's schema have them.

Source: InstructLab's taxonomy schema, and `document` with `path` for documents that lie beside the leaf.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError


def _not_blank(text: str | None) -> str:
    if text is None or not text.strip():
        raise PydanticCustomError("blank", "blank text")
    return text


Text: TypeAlias = Annotated[str, AfterValidator(_not_blank)]
TextOrNoKey: TypeAlias = Annotated[str | None, AfterValidator(_not_blank)]
"""A text, or None by default: the key may be absent, but not empty."""


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class PairSection(_Section):
    """A question and its answer; other keys beside them are the author's own."""

    model_config = ConfigDict(extra="ignore")

    question: Text
    answer: Text


class SkillExample(_Section):
    """A seed example of a skill."""

    question: Text
    answer: Text
    context: TextOrNoKey = None


class KnowledgeExample(_Section):
    """A seed example of knowledge."""

    context: Text
    questions_and_answers: Annotated[list[PairSection], Field(min_length=3)]


class FolderDocument(_Section):
    """Documents in a folder beside the qna.yaml."""

    path: Text = "."
    patterns: Annotated[list[Text], Field(min_length=1)]


class GitDocument(_Section):
    """Documents in a git repository."""

    repo: Text
    commit: Text
    patterns: Annotated[list[Text], Field(min_length=1)]


class FirstSkill(_Section):
    """A skill of version 1."""

    version: int = 1
    created_by: Text
    task_description: str
    seed_examples: Annotated[list[SkillExample], Field(min_length=1)]


class Skill(_Section):
    """A skill of version 2 or 3."""

    version: int
    created_by: Text
    task_description: Text
    seed_examples: Annotated[list[SkillExample], Field(min_length=5)]


class _Knowledge(_Section):
    version: int
    created_by: Text
    domain: Text
    document_outline: Text
    seed_examples: Annotated[list[KnowledgeExample], Field(min_length=5)]


class FolderKnowledge(_Knowledge):
    """Knowledge of version 3 whose documents lie beside it."""

    document: FolderDocument


class GitKnowledge(_Knowledge):
    """Knowledge of version 3 whose documents are in a git repository."""

    document: GitDocument


AnyQna: TypeAlias = FirstSkill | Skill | FolderKnowledge | GitKnowledge


def knowledge_schema(document: Any) -> type[FolderKnowledge | GitKnowledge]:  # noqa: ANN401  any YAML value
    """Return the form of knowledge that the keys of its `document` ask for."""
    in_git = isinstance(document, dict) and not {"repo", "commit"}.isdisjoint(document)
    return GitKnowledge if in_git else FolderKnowledge
