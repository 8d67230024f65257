"""What a row teaches: what a user says and what the assistant answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sdg_flows.core.conversation import conversation_in
from sdg_flows.core.prompts import Message
from sdg_flows.core.rows import Rows
from sdg_flows.core.table import ROW_ID
from sdg_flows.outputs.run_folder.leaves import LEAF

_READ = (ROW_ID, LEAF, "question", "response", "context", "prompt", "output", "messages")


@dataclass(frozen=True)
class Pair:
    """A row's user and assistant text. Those of a dialogue are all that was said before its last answer, and that.

    `dialogue` has the messages of one, and none for a question and its answer.
    """

    row_id: str
    leaf: str | None
    user: str
    assistant: str
    dialogue: tuple[Message, ...] = ()

    @property
    def teaches(self) -> bool:
        """True when there is an answer to learn from."""
        return bool(self.assistant.strip())


def pairs(rows: Rows) -> Iterator[Pair]:
    """Yield each row's pair, blank answers among them, in row order; none when `missing_for_pairs` names a column."""
    if not missing_for_pairs(rows):
        yield from map(_pair, rows.dicts([name for name in _READ if name in rows.column_names]))


def missing_for_pairs(rows: Rows) -> tuple[str, ...]:
    """Give which of `question` and `response` the rows lack; none when `output` or `messages` stands for them."""
    there = set(rows.column_names)
    return (
        () if there & {"output", "messages"} else tuple(name for name in ("question", "response") if name not in there)
    )


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
    if dialogue := dialogue_in(row):
        return asked_and_answered(dialogue)
    question, response = question_and_response(row)
    return question_in_context(question, text_of(row.get("context"))), response


def dialogue_in(row: Mapping[str, Any]) -> tuple[Message, ...]:
    """Give the `messages` of a row that has neither `response` nor `output`, up to the last answer; else none."""
    said = () if {"response", "output"} & row.keys() else conversation_in(row.get("messages"))
    answers = [at for at, message in enumerate(said) if message["role"] == "assistant"]
    return said[: answers[-1] + 1] if answers else ()


def asked_and_answered(chat: Sequence[Mapping[str, str]]) -> tuple[str, str]:
    """Give what was said before the last message of a chat, and that; several messages with who says each.

    The system message is left out.
    """
    spoken = [one for one in chat if one["role"] != "system"]
    before, answered = spoken[:-1], "".join(one["content"] for one in spoken[-1:])
    if len(before) == 1:
        return before[0]["content"], answered
    return "\n\n".join(f"{one['role'].capitalize()}: {one['content']}" for one in before), answered


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
    return Pair(row[ROW_ID], leaf, *user_and_assistant(row), dialogue_in(row))
