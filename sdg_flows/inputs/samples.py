"""A taxonomy's leaves as the tables that pipelines start from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from sdg_flows.core.table import table_of, with_input_ids
from sdg_flows.inputs.chunks import chunks
from sdg_flows.inputs.documents import Document, documents_of
from sdg_flows.inputs.gathered import gathered
from sdg_flows.inputs.leaf import Leaf, LeafKind, Taxonomy

FEWEST_PAIRS = 3
"""Pairs of columns that a knowledge table has at least: prompts name that many."""

PROVENANCE = ("source", "created_by")
"""Columns that say where a row comes from; they are no part of what it is."""

Row = dict[str, str | None]


def taxonomy_tables(taxonomy: Taxonomy, work_dir: Path) -> dict[str, pa.Table]:
    """Give the tables `knowledge`, `grounded_skills` and `freeform_skills`, those that have leaves.

    Skills: a row for each seed example. Knowledge: a row for each chunk of a document with each seed example, chunk
    after chunk; `icl_query_N` and `icl_response_N` go up to the most pairs of any example, null where one has fewer.
    All columns are text. After `row_id` come those of InstructLab's samples, in its order, then `source` (a document's
    path below the taxonomy, or `repo@commit:path`) and `created_by`.

    Raises:
        InputError: with everything that is wrong with the documents of all leaves.
    """
    names = _distinct_names(taxonomy.leaves)
    documents = _documents(taxonomy.leaves, work_dir)
    kinds: dict[LeafKind, Callable[[Leaf], Iterator[Row]]] = {
        "knowledge": lambda leaf: _knowledge_rows(leaf, documents[leaf.parts]),
        "grounded_skill": _skill_rows,
        "freeform_skill": _skill_rows,
    }
    tables: dict[str, pa.Table] = {}
    for kind, rows in kinds.items():
        leaves = [leaf for leaf in taxonomy.leaves if leaf.kind == kind]
        if leaves:
            named = [{**row, "leaf_node_path": names[leaf.parts]} for leaf in leaves for row in rows(leaf)]
            tables[_TABLE_NAMES[kind]] = with_input_ids(table_of(named, _schema(kind, leaves)), PROVENANCE)
    return tables


_TABLE_NAMES: dict[LeafKind, str] = {
    "knowledge": "knowledge",
    "grounded_skill": "grounded_skills",
    "freeform_skill": "freeform_skills",
}


def _documents(leaves: Sequence[Leaf], work_dir: Path) -> dict[tuple[str, ...], list[Document]]:
    knowledge = [leaf for leaf in leaves if leaf.kind == "knowledge"]
    found = gathered(lambda leaf: documents_of(leaf, work_dir), knowledge)
    return {leaf.parts: documents for leaf, documents in zip(knowledge, found, strict=True)}


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
        for chunk in chunks(document.text):
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
                    "created_by": leaf.created_by,
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
        }


def _schema(kind: LeafKind, leaves: Sequence[Leaf]) -> pa.Schema:
    if kind == "knowledge":
        most = max(len(example.pairs) for leaf in leaves for example in leaf.seed_examples)
        pairs = [
            name for at in range(1, max(most, FEWEST_PAIRS) + 1) for name in (f"icl_query_{at}", f"icl_response_{at}")
        ]
        names = ["document", "icl_document", "document_outline", "domain", "leaf_node_type", *pairs]
        return _texts(*names, "leaf_node_path", "source", "created_by")
    context = ["seed_context"] if kind == "grounded_skill" else []
    names = ["task_description", *context, "seed_question", "seed_response", "leaf_node_type", "leaf_node_path"]
    return _texts(*names, "created_by")


def _texts(*names: str) -> pa.Schema:
    return pa.schema([(name, pa.string()) for name in names])
