"""Groups the rows of a run over a taxonomy into skill, knowledge and benchmark leaves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sdg_flows.core.rows import Rows
from sdg_flows.core.run_record import PipelineResult, RunRecord
from sdg_flows.core.table import ROW_ID
from sdg_flows.outputs.instructlab.mmlu import QUESTION
from sdg_flows.outputs.instructlab.phases import KnowledgeLeaf
from sdg_flows.outputs.run_folder.leaves import LEAF, rows_by_file
from sdg_flows.outputs.run_folder.pairs import missing_pair_columns, pairs
from sdg_flows.outputs.run_folder.training import run_metadata


def skill_leaves(record: RunRecord) -> dict[str, list[Rows]]:
    """Return the rows of each skill leaf, by its name in file names."""
    return rows_by_file(result for result in _teaching(record) if not _with_documents(result))


def knowledge_leaves(record: RunRecord) -> dict[str, KnowledgeLeaf]:
    """Return each knowledge leaf, whose pipeline's rows have a document, by its name in file names."""
    results = [result for result in _teaching(record) if _with_documents(result)]
    instructions = {kind: texts for result in results for kind, texts in result.instructions.items()}
    return {
        name: KnowledgeLeaf(rows, instructions, run_metadata(record)) for name, rows in rows_by_file(results).items()
    }


def benchmark_leaves(record: RunRecord) -> dict[str, list[Rows]]:
    """Return the rows of each leaf with multiple-choice questions, by its name in file names."""
    return rows_by_file(result for result in _of_taxonomy(record) if QUESTION in result.rows.column_names)


def conversations(by_pipeline: Iterable[Rows], record: RunRecord, system_prompt: str) -> Iterator[dict[str, Any]]:
    """Yield each skill row that has an answer, with its columns and as a conversation."""
    for row, pair in (
        row_and_pair for rows in by_pipeline for row_and_pair in zip(rows.dicts(), pairs(rows), strict=True)
    ):
        if pair.has_answer:
            messages = [
                {"content": system_prompt, "role": "system"},
                {"content": pair.user, "role": "user"},
                {"content": pair.assistant, "role": "assistant"},
            ]
            columns = {name: value for name, value in row.items() if name != ROW_ID}
            yield {**columns, **run_metadata(record), "id": pair.row_id, "messages": messages, "unmask": False}


def _of_taxonomy(record: RunRecord) -> Iterator[PipelineResult]:
    return (result for result in record.results if LEAF in result.inputs.column_names)


def _teaching(record: RunRecord) -> Iterator[PipelineResult]:
    return (result for result in _of_taxonomy(record) if not missing_pair_columns(result.rows))


def _with_documents(result: PipelineResult) -> bool:
    return "document" in result.rows.column_names
