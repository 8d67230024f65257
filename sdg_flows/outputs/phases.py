"""Knowledge rows in the two phases of training: with their document, and among other documents.

Source: InstructLab: phase 07 teaches the documents; phase 10, beside the skills, asks with documents around (RAFT).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from sdg_flows.core.table import ROW_ID

BASE = "base_document"
RAFT_SHARE = 0.4
RAFT_DOCUMENTS = 4

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Leaf:
    """The rows of a knowledge leaf with question, response and document, and the instructions for its other texts."""

    rows: Sequence[Row]
    instructions: Mapping[str, Sequence[str]]


def phase_07(leaf: Leaf) -> Iterator[dict[str, Any]]:
    """Yield each row with its document before the question, then the auxiliary rows; all of them unmasked."""
    yield from map(_with_document, leaf.rows)
    yield from _auxiliary(leaf, unmask=True)


def phase_10(leaf: Leaf) -> Iterator[dict[str, Any]]:
    """Yield each row among other documents, masked; then the rows of phase 07, the auxiliary ones masked."""
    documents = list(dict.fromkeys(str(row["document"]) for row in leaf.rows))
    yield from (_among(row, documents) for row in leaf.rows)
    yield from map(_with_document, leaf.rows)
    yield from _auxiliary(leaf, unmask=False)


def documents_around(own: str, documents: Sequence[str], dice: Random, share: float, most: int) -> list[str]:
    """Give up to `most` documents in a random order: with the chance `share` the own one is among them.

    The only document there is comes always.
    """
    others = [document for document in documents if document != own]
    if not others:
        return [own]
    with_own = dice.random() < share
    around = dice.sample(others, min(len(others), most - with_own))
    chosen = [*around, own] if with_own else around
    dice.shuffle(chosen)
    return chosen


def _with_document(row: Row) -> dict[str, Any]:
    user = f"{row['document']}\n\n{row['question']}"
    return _sample(row, "qa", user, str(row["response"]), _qa_metadata(row, "document_knowledge_qa"), unmask=True)


def _among(row: Row, documents: Sequence[str]) -> dict[str, Any]:
    dice = Random(str(row[ROW_ID]))
    around = documents_around(str(row["document"]), documents, dice, RAFT_SHARE, RAFT_DOCUMENTS)
    shown = "\n".join(f"Document:\n{document}\n" for document in around)
    metadata = _qa_metadata(row, f"document_knowledge_qa_raft_p{RAFT_SHARE}")
    return _sample(row, "raft", f"{shown}\n{row['question']}", str(row["response"]), metadata, unmask=False)


def _auxiliary(leaf: Leaf, *, unmask: bool) -> Iterator[dict[str, Any]]:
    """Yield a row for each text made of a document, whose instruction the row's own chance chooses."""
    seen: set[str] = set()
    for row in leaf.rows:
        kind, text = row.get("dataset_type"), str(row["document"])
        instructions = leaf.instructions.get(str(kind), ())
        if kind in (None, BASE) or not instructions or text in seen:
            continue
        seen.add(text)
        raw = str(row["raw_document"])
        instruction = Random(str(row[ROW_ID])).choice(list(instructions))
        told = {"dataset_type": kind, "raw_document": raw}
        metadata = {**told, "dataset": f"document_{kind}", "domain": row.get("domain")}
        yield _sample(row, "auxiliary", f"{raw}\n\n{instruction}", text, metadata, unmask=unmask)


def _qa_metadata(row: Row, dataset: str) -> dict[str, Any]:
    more = {key: row[key] for key in ("raw_document", "dataset_type") if row.get(key) is not None}
    return {"sdg_document": row["document"], "domain": row.get("domain"), "dataset": dataset, **more}


def _sample(
    row: Row, kind: str, user: str, assistant: str, metadata: Mapping[str, Any], *, unmask: bool
) -> dict[str, Any]:
    messages = [{"content": user, "role": "user"}, {"content": assistant, "role": "assistant"}]
    text = json.dumps(metadata, ensure_ascii=False)
    return {"messages": messages, "metadata": text, "id": f"{row[ROW_ID]}-{kind}", "unmask": unmask}


def usable(rows: Iterable[Row]) -> list[Row]:
    """Give the rows that have a question, an answer and a document."""
    return [row for row in rows if all(str(row.get(key) or "").strip() for key in ("question", "response", "document"))]
