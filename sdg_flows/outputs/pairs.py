"""What a row teaches: what a user says and what the assistant answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sdg_flows.core.rows import Rows
from sdg_flows.core.table import ROW_ID
from sdg_flows.outputs.leaves import LEAF

_READ = (ROW_ID, LEAF, "question", "response", "context", "prompt", "output")


@dataclass(frozen=True)
class Pair:
    """A row's user and assistant text."""

    row_id: str
    leaf: str | None
    user: str
    assistant: str

    @property
    def teaches(self) -> bool:
        """True when there is an answer to learn from."""
        return bool(self.assistant.strip())


def pairs(rows: Rows) -> Iterator[Pair]:
    """Yield each row's pair, blank answers among them, in row order; none when `missing_for_pairs` names a column."""
    if not missing_for_pairs(rows):
        yield from map(_pair, rows.dicts([name for name in _READ if name in rows.column_names]))


def missing_for_pairs(rows: Rows) -> tuple[str, ...]:
    """Give which of `question` and `response` neither the rows nor an `output` column gives."""
    there = set(rows.column_names)
    return () if "output" in there else tuple(name for name in ("question", "response") if name not in there)


def question_and_response(row: Mapping[str, Any]) -> tuple[str, str]:
    """Give a row's question and response as text; a column that is not there is taken from `output`.

    A row with a `prompt`, such as a text to label, is that text and the whole output.
    """
    output = text_of(row.get("output"))
    asked, answered = (text_of(row["prompt"]), output.strip()) if "prompt" in row else split_output(output)
    question = text_of(row["question"]) if "question" in row else asked
    return question, text_of(row["response"]) if "response" in row else answered


def user_and_assistant(row: Mapping[str, Any]) -> tuple[str, str]:
    """Give what a user says, with the context where there is one, and what the assistant answers."""
    question, response = question_and_response(row)
    return question_in_context(question, text_of(row.get("context"))), response


def question_in_context(question: str, context: str) -> str:
    """Give the question with its context on the next line, unless the question holds it already."""
    return question if context.strip() in question else f"{question}\n{context}"


def split_output(output: str) -> tuple[str, str]:
    """Cut a raw answer after its first question mark; without one, all of it is the response.

    Source: InstructLab, for simple pipelines that keep the teacher's answer in `output`.
    """
    before, mark, after = output.partition("?")
    return (before.strip() + mark, after.strip()) if mark else ("", output.strip())


def text_of(cell: object) -> str:
    """Give a cell as text; null is the empty text."""
    return "" if cell is None else str(cell)


def _pair(row: Mapping[str, Any]) -> Pair:
    leaf = None if row.get(LEAF) is None else str(row[LEAF])
    return Pair(row[ROW_ID], leaf, *user_and_assistant(row))
