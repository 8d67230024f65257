"""Knowledge rows for the two phases of training.

Source: InstructLab: phase 07 teaches the documents; phase 10, with the skills, asks with distractor documents (RAFT).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from sdg_flows.core.rows import Rows
from sdg_flows.core.table import ROW_ID
from sdg_flows.outputs.run_folder.pairs import cell_to_text, question_and_response

BASE = "base_document"
RAFT_SHARE = 0.4
RAFT_DOCUMENTS = 4

Row = Mapping[str, Any]


@dataclass(frozen=True)
class KnowledgeLeaf:
    """The rows of a knowledge leaf, which have a document, and the instructions for texts derived from documents.

    `marks` go into the metadata of every training row.
    """

    by_pipeline: Sequence[Rows]
    instructions: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    marks: Mapping[str, str] = field(default_factory=dict[str, str])

    def rows(self) -> Iterator[Row]:
        """Yield the rows with a document, a question and an answer, all three as text columns."""
        for row in (row for rows in self.by_pipeline for row in rows.dicts()):
            document, (question, response) = cell_to_text(row["document"]), question_and_response(row)
            if document.strip() and question.strip() and response.strip():
                yield row | {"document": document, "question": question, "response": response}

    def unusable(self) -> int:
        """Count the rows that lack one of the three."""
        return sum(rows.num_rows for rows in self.by_pipeline) - sum(1 for _ in self.rows())


def phase_07(leaf: KnowledgeLeaf) -> Iterator[dict[str, Any]]:
    """Yield each row with its document before the question, then the auxiliary rows, all unmasked."""
    yield from (_with_document(row, leaf.marks) for row in leaf.rows())
    yield from _auxiliary(leaf, unmask=True)


def phase_10(leaf: KnowledgeLeaf) -> Iterator[dict[str, Any]]:
    """Yield each row with distractor documents, masked; then the rows of phase 07, the auxiliary ones masked."""
    places = {document: index for index, document in enumerate(dict.fromkeys(row["document"] for row in leaf.rows()))}
    documents = list(places)
    for row in leaf.rows():
        rng = Random(row[ROW_ID])
        distractors = raft_places(places[row["document"]], len(documents), rng, RAFT_SHARE, RAFT_DOCUMENTS)
        yield _with_distractors(row, [documents[place] for place in distractors], leaf.marks)
    yield from (_with_document(row, leaf.marks) for row in leaf.rows())
    yield from _auxiliary(leaf, unmask=False)


def raft_places(own: int, documents: int, rng: Random, share: float, most: int) -> list[int]:
    """Return the indexes of up to `most` documents in random order, the row's own among them with probability `share`.

    A single document is always returned.
    """
    if documents == 1:
        return [own]
    with_own = rng.random() < share
    others = rng.sample(range(documents - 1), min(documents - 1, most - with_own))
    chosen = [*(place + (place >= own) for place in others), *([own] if with_own else [])]
    rng.shuffle(chosen)
    return chosen


def _with_document(row: Row, marks: Row) -> dict[str, Any]:
    metadata = {**_qa_metadata(row, "document_knowledge_qa"), **marks}
    user = f"{row['document']}\n\n{row['question']}"
    return _sample(f"{row[ROW_ID]}-qa", user, row["response"], metadata, unmask=True)


def _with_distractors(row: Row, distractors: Iterable[str], marks: Row) -> dict[str, Any]:
    shown = "\n".join(f"Document:\n{document}\n" for document in distractors)
    metadata = {**_qa_metadata(row, f"document_knowledge_qa_raft_p{RAFT_SHARE}"), **marks}
    return _sample(f"{row[ROW_ID]}-raft", f"{shown}\n{row['question']}", row["response"], metadata, unmask=False)


def _auxiliary(leaf: KnowledgeLeaf, *, unmask: bool) -> Iterator[dict[str, Any]]:
    """Yield a row for each text derived from a document, with an instruction drawn by the row's id."""
    seen: set[str] = set()
    for row in leaf.rows():
        kind, text, raw = row.get("dataset_type"), row["document"], row.get("raw_document")
        instructions = leaf.instructions.get(str(kind), ())
        if kind in (None, BASE) or raw is None or not instructions or text in seen:
            continue
        seen.add(text)
        metadata = {
            "dataset_type": kind,
            "raw_document": raw,
            "dataset": f"document_{kind}",
            "domain": row.get("domain"),
            **leaf.marks,
        }
        instruction = Random(row[ROW_ID]).choice(instructions)
        yield _sample(f"{row[ROW_ID]}-auxiliary", f"{raw}\n\n{instruction}", text, metadata, unmask=unmask)


def _qa_metadata(row: Row, dataset: str) -> dict[str, Any]:
    more = {key: row[key] for key in ("raw_document", "dataset_type") if row.get(key) is not None}
    return {"sdg_document": row["document"], "domain": row.get("domain"), "dataset": dataset, **more}


def _sample(row_id: str, user: str, assistant: str, metadata: Row, *, unmask: bool) -> dict[str, Any]:
    messages = [{"content": user, "role": "user"}, {"content": assistant, "role": "assistant"}]
    text = json.dumps(metadata, ensure_ascii=False)
    return {"messages": messages, "metadata": text, "id": row_id, "unmask": unmask}
