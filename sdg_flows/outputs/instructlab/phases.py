"""Knowledge rows in the two phases of training: with their document, and among other documents.

Source: InstructLab: phase 07 teaches the documents; phase 10, beside the skills, asks with documents around (RAFT).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from sdg_flows.core.rows import Rows
from sdg_flows.core.table import ROW_ID
from sdg_flows.outputs.run_folder.pairs import question_and_response, text_of

BASE = "base_document"
RAFT_SHARE = 0.4
RAFT_DOCUMENTS = 4

Row = Mapping[str, Any]


@dataclass(frozen=True)
class KnowledgeLeaf:
    """The rows of a knowledge leaf, which have a document, and the instructions for the texts made of documents.

    `marks` go into the metadata of every training row.
    """

    by_pipeline: Sequence[Rows]
    instructions: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    marks: Mapping[str, str] = field(default_factory=dict[str, str])

    def rows(self) -> Iterator[Row]:
        """Yield the rows that have a document, a question and an answer, all three as text in their columns."""
        for row in (row for rows in self.by_pipeline for row in rows.dicts()):
            document, (question, response) = text_of(row["document"]), question_and_response(row)
            if document.strip() and question.strip() and response.strip():
                yield row | {"document": document, "question": question, "response": response}

    def unusable(self) -> int:
        """Count the rows that lack one of the three."""
        return sum(rows.num_rows for rows in self.by_pipeline) - sum(1 for _ in self.rows())


def phase_07(leaf: KnowledgeLeaf) -> Iterator[dict[str, Any]]:
    """Yield each row with its document before the question, then the auxiliary rows; all of them unmasked."""
    yield from (_with_document(row, leaf.marks) for row in leaf.rows())
    yield from _auxiliary(leaf, unmask=True)


def phase_10(leaf: KnowledgeLeaf) -> Iterator[dict[str, Any]]:
    """Yield each row among other documents, masked; then the rows of phase 07, the auxiliary ones masked."""
    places = {document: at for at, document in enumerate(dict.fromkeys(row["document"] for row in leaf.rows()))}
    documents = list(places)
    for row in leaf.rows():
        dice = Random(row[ROW_ID])
        around = places_around(places[row["document"]], len(documents), dice, RAFT_SHARE, RAFT_DOCUMENTS)
        yield _among(row, [documents[place] for place in around], leaf.marks)
    yield from (_with_document(row, leaf.marks) for row in leaf.rows())
    yield from _auxiliary(leaf, unmask=False)


def places_around(own: int, documents: int, dice: Random, share: float, most: int) -> list[int]:
    """Give the places of up to `most` documents in a random order: with the chance `share` the own one is among them.

    The only document there is comes always.
    """
    if documents == 1:
        return [own]
    with_own = dice.random() < share
    others = dice.sample(range(documents - 1), min(documents - 1, most - with_own))
    chosen = [*(place + (place >= own) for place in others), *([own] if with_own else [])]
    dice.shuffle(chosen)
    return chosen


def _with_document(row: Row, marks: Row) -> dict[str, Any]:
    metadata = {**_qa_metadata(row, "document_knowledge_qa"), **marks}
    user = f"{row['document']}\n\n{row['question']}"
    return _sample(f"{row[ROW_ID]}-qa", user, row["response"], metadata, unmask=True)


def _among(row: Row, around: Iterable[str], marks: Row) -> dict[str, Any]:
    shown = "\n".join(f"Document:\n{document}\n" for document in around)
    metadata = {**_qa_metadata(row, f"document_knowledge_qa_raft_p{RAFT_SHARE}"), **marks}
    return _sample(f"{row[ROW_ID]}-raft", f"{shown}\n{row['question']}", row["response"], metadata, unmask=False)


def _auxiliary(leaf: KnowledgeLeaf, *, unmask: bool) -> Iterator[dict[str, Any]]:
    """Yield a row for each text made of a document, with an instruction that the row's own chance chooses."""
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
