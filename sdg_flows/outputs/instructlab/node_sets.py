"""The leaves of a run whose input was a taxonomy, by what they teach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sdg_flows.core.rows import Rows
from sdg_flows.core.story import Generated, RunRecord
from sdg_flows.core.table import ROW_ID
from sdg_flows.outputs.instructlab.mmlu import QUESTION
from sdg_flows.outputs.instructlab.phases import KnowledgeLeaf
from sdg_flows.outputs.run_folder.leaves import LEAF, rows_by_file
from sdg_flows.outputs.run_folder.pairs import missing_for_pairs, pairs
from sdg_flows.outputs.run_folder.training import marks


def skill_leaves(record: RunRecord) -> dict[str, list[Rows]]:
    """Give the rows of each skill leaf, by the leaf's name in file names."""
    return rows_by_file(one for one in _teaching(record) if not _with_documents(one))


def knowledge_leaves(record: RunRecord) -> dict[str, KnowledgeLeaf]:
    """Give each knowledge leaf, by its name in file names: its pipeline's rows have a document."""
    taught = [one for one in _teaching(record) if _with_documents(one)]
    instructions = {kind: texts for one in taught for kind, texts in one.instructions.items()}
    return {name: KnowledgeLeaf(rows, instructions, marks(record)) for name, rows in rows_by_file(taught).items()}


def benchmark_leaves(record: RunRecord) -> dict[str, list[Rows]]:
    """Give the rows of each leaf that has multiple-choice questions, by the leaf's name in file names."""
    return rows_by_file(one for one in _of_taxonomy(record) if QUESTION in one.rows.column_names)


def conversations(by_pipeline: Iterable[Rows], record: RunRecord, system_prompt: str) -> Iterator[dict[str, Any]]:
    """Yield each row of a skill that teaches, with its columns and as a conversation."""
    for row, pair in (both for rows in by_pipeline for both in zip(rows.dicts(), pairs(rows), strict=True)):
        if pair.teaches:
            messages = [
                {"content": system_prompt, "role": "system"},
                {"content": pair.user, "role": "user"},
                {"content": pair.assistant, "role": "assistant"},
            ]
            columns = {name: value for name, value in row.items() if name != ROW_ID}
            yield {**columns, **marks(record), "id": pair.row_id, "messages": messages, "unmask": False}


def _of_taxonomy(record: RunRecord) -> Iterator[Generated]:
    return (one for one in record.generated if LEAF in one.inputs.column_names)


def _teaching(record: RunRecord) -> Iterator[Generated]:
    return (one for one in _of_taxonomy(record) if not missing_for_pairs(one.rows))


def _with_documents(one: Generated) -> bool:
    return "document" in one.rows.column_names
