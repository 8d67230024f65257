"""One qna.yaml as a leaf."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sdg_flows.core.errors import InputError
from sdg_flows.inputs.leaf import TOP_FOLDERS, FolderSource, GitSource, Leaf, Pair, SeedExample
from sdg_flows.inputs.licence import read_licence
from sdg_flows.inputs.qna import validate_qna
from sdg_flows.inputs.qna_schema import FirstSkill, FolderKnowledge, GitDocument, GitKnowledge, Skill
from sdg_flows.inputs.utf8_file import read_utf8
from sdg_flows.storage.shown_path import shown_path
from sdg_flows.yamltext.bounds import MAX_BYTES
from sdg_flows.yamltext.problem import YamlProblem
from sdg_flows.yamltext.reader import Marked, read_yaml


def read_leaf(file: Path, root: Path, parts: tuple[str, ...]) -> Leaf | None:
    """Read one qna.yaml; None for a file without content.

    Its first part says whether it is knowledge or a skill; a leaf outside a taxonomy is knowledge when it names
    a document, and gets the first part that it lacks.

    Raises:
        InputError: with everything that is wrong in this file.
    """
    shown = shown_path(file)
    try:
        marked = read_yaml(read_utf8(file, shown, MAX_BYTES), shown)
    except YamlProblem as problem:
        raise InputError.at(problem.file, problem.line, problem.text) from problem
    if marked.value is None:
        return None
    if parts[0] not in TOP_FOLDERS:
        names_document = isinstance(marked.value, dict) and "document" in marked.value
        parts = ("knowledge" if names_document else "compositional_skills", *parts)
    qna = validate_qna(marked, shown, "knowledge" if parts[0] == "knowledge" else "skill")
    leaf = Leaf(parts, "knowledge", root, file, shown, qna.created_by, (), licence=read_licence(file.parent))
    return _with_skill(leaf, qna) if isinstance(qna, FirstSkill | Skill) else _with_knowledge(leaf, qna, marked)


def _with_skill(leaf: Leaf, qna: FirstSkill | Skill) -> Leaf:
    examples = tuple(SeedExample((Pair(one.question, one.answer),), one.context) for one in qna.seed_examples)
    return replace(
        leaf,
        kind="freeform_skill" if examples[0].context is None else "grounded_skill",
        seed_examples=examples,
        task_description=qna.task_description,
    )


def _with_knowledge(leaf: Leaf, qna: FolderKnowledge | GitKnowledge, marked: Marked) -> Leaf:
    examples = tuple(
        SeedExample(tuple(Pair(pair.question, pair.answer) for pair in one.questions_and_answers), one.context)
        for one in qna.seed_examples
    )
    document, line = qna.document, marked.line(("document",))
    patterns = tuple(document.patterns)
    if isinstance(document, GitDocument):
        source = GitSource(document.repo, document.commit, patterns, line)
    else:
        source = FolderSource(document.path, patterns, line)
    return replace(
        leaf, seed_examples=examples, domain=qna.domain, document_outline=qna.document_outline, document=source
    )
