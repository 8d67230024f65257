"""Turns the leaves of a taxonomy into the tables that pipelines start from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from sdg_flows.core.errors import InputError, Problem
from sdg_flows.core.table import table_from_rows, with_input_ids
from sdg_flows.inputs.chunks import chunk_document
from sdg_flows.inputs.collect_problems import map_collecting_problems
from sdg_flows.inputs.document_texts import Document, read_documents
from sdg_flows.inputs.documents import DocumentFile, document_files
from sdg_flows.inputs.leaf import Leaf, LeafKind, Taxonomy

MIN_PAIRS = 3
"""Pairs of columns that a knowledge table has at least: prompts name that many."""

PROVENANCE = ("source", "document_title", "heading_path", "page", "created_by", "licence")
"""Columns that say where a row comes from; they are no part of what it is."""

TABLE_NAMES: Mapping[str, str] = {
    "knowledge": "knowledge",
    "grounded_skill": "grounded_skills",
    "freeform_skill": "freeform_skills",
}
"""The table that rows of each `leaf_node_type` belong to."""

Row = dict[str, str | int | None]


@dataclass(frozen=True)
class TaxonomyTables:
    """The tables of a taxonomy by name, and the problems of documents left out."""

    tables: Mapping[str, pa.Table]
    set_aside: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class _Documents:
    """The documents of each leaf that has some, and what was set aside."""

    documents: Mapping[tuple[str, ...], Sequence[Document]]
    set_aside: tuple[Problem, ...]


def taxonomy_tables(taxonomy: Taxonomy, work_dir: Path) -> TaxonomyTables:
    """Return the tables `knowledge`, `grounded_skills` and `freeform_skills`, those that have rows.

    Skills: a row for each seed example. Knowledge: a row for each chunk of a document with each seed example, chunk
    after chunk; `icl_query_N` and `icl_response_N` go up to the most pairs of any example, null where one has fewer.
    After `row_id` come the columns of InstructLab's samples, in its order, then those of `PROVENANCE`: `source` (a
    document's path below the taxonomy, or `repo@commit:path`), `document_title`, `heading_path` (joined by ` > `) and
    `page` (int64, where the chunk starts; null without pages) for knowledge, `created_by` and `licence` for all. All
    columns but `page` are text. A document that cannot be read is set aside, and a leaf that has no other.

    Raises:
        InputError: with everything that is wrong with what leaves ask for, or, when no row is left, with the documents.
        DiskError: the work directory cannot be written.
    """
    names = _distinct_names(taxonomy.leaves)
    found = _read_all_documents([leaf for leaf in taxonomy.leaves if leaf.kind == "knowledge"], work_dir)
    leaves = [leaf for leaf in taxonomy.leaves if leaf.kind != "knowledge" or found.documents[leaf.parts]]
    if not leaves:
        raise InputError(found.set_aside)
    kinds: dict[LeafKind, Callable[[Leaf], Iterator[Row]]] = {
        "knowledge": lambda leaf: _knowledge_rows(leaf, found.documents[leaf.parts]),
        "grounded_skill": _skill_rows,
        "freeform_skill": _skill_rows,
    }
    tables: dict[str, pa.Table] = {}
    for kind, rows in kinds.items():
        alike = [leaf for leaf in leaves if leaf.kind == kind]
        if alike:
            named = [{**row, "leaf_node_path": names[leaf.parts]} for leaf in alike for row in rows(leaf)]
            tables[TABLE_NAMES[kind]] = with_input_ids(table_from_rows(named, _schema(kind, alike)), PROVENANCE)
    return TaxonomyTables(tables, found.set_aside)


def _read_all_documents(leaves: Sequence[Leaf], work_dir: Path) -> _Documents:
    """Read the documents of all leaves, each once."""
    files = dict(
        zip(
            (leaf.parts for leaf in leaves),
            map_collecting_problems(lambda leaf: document_files(leaf, work_dir), leaves),
            strict=True,
        )
    )
    read = read_documents(dict.fromkeys(file for some in files.values() for file in some), work_dir)
    documents = {parts: _readable(some, read) for parts, some in files.items()}
    broken = [problem for problem in read.values() if isinstance(problem, Problem)]
    bare = [
        Problem(leaf.shown, None, "none of its documents can be read; the leaf is left out")
        for leaf in leaves
        if not documents[leaf.parts]
    ]
    return _Documents(documents, (*broken, *bare))


def _readable(files: Sequence[DocumentFile], read: Mapping[DocumentFile, Document | Problem]) -> list[Document]:
    return [document for file in files if isinstance(document := read[file], Document)]


def _distinct_names(leaves: Sequence[Leaf]) -> dict[tuple[str, ...], str]:
    """Join each leaf's parts by `_`; of leaves with one name, by path, the later ones get `-2`, `-3`, …"""
    joined = {leaf.parts: "_".join(leaf.parts) for leaf in sorted(leaves, key=lambda leaf: leaf.parts)}
    names: dict[tuple[str, ...], str] = {}
    taken: set[str] = set()
    for parts, name in joined.items():
        distinct, count = name, 1
        while distinct in taken or (count > 1 and distinct in joined.values()):
            count += 1
            distinct = f"{name}-{count}"
        taken.add(distinct)
        names[parts] = distinct
    return names


def _knowledge_rows(leaf: Leaf, documents: Sequence[Document]) -> Iterator[Row]:
    for document in documents:
        for chunk in chunk_document(document.text):
            for example in leaf.seed_examples:
                yield {
                    "document": chunk.text,
                    "icl_document": example.context,
                    "document_outline": leaf.document_outline,
                    "domain": leaf.domain,
                    "leaf_node_type": leaf.kind,
                    **{f"icl_query_{at}": pair.question for at, pair in enumerate(example.pairs, 1)},
                    **{f"icl_response_{at}": pair.answer for at, pair in enumerate(example.pairs, 1)},
                    "source": document.source,
                    "document_title": document.title,
                    "heading_path": " > ".join(chunk.heading_path),
                    "page": document.page(chunk.start),
                    "created_by": leaf.created_by,
                    "licence": leaf.licence,
                }


def _skill_rows(leaf: Leaf) -> Iterator[Row]:
    for example in leaf.seed_examples:
        (pair,) = example.pairs
        context = {} if example.context is None else {"seed_context": example.context}
        yield {
            "task_description": leaf.task_description,
            **context,
            "seed_question": pair.question,
            "seed_response": pair.answer,
            "leaf_node_type": leaf.kind,
            "created_by": leaf.created_by,
            "licence": leaf.licence,
        }


def _schema(kind: LeafKind, leaves: Sequence[Leaf]) -> pa.Schema:
    if kind == "knowledge":
        most = max(len(example.pairs) for leaf in leaves for example in leaf.seed_examples)
        pairs = [
            name for at in range(1, max(most, MIN_PAIRS) + 1) for name in (f"icl_query_{at}", f"icl_response_{at}")
        ]
        names = ["document", "icl_document", "document_outline", "domain", "leaf_node_type", *pairs]
        return _columns(*names, "leaf_node_path", *PROVENANCE)
    context = ["seed_context"] if kind == "grounded_skill" else []
    names = ["task_description", *context, "seed_question", "seed_response", "leaf_node_type", "leaf_node_path"]
    return _columns(*names, "created_by", "licence")


def _columns(*names: str) -> pa.Schema:
    return pa.schema([(name, pa.int64() if name == "page" else pa.string()) for name in names])
