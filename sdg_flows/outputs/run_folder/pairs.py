"""The training pair of a row: the user text and the assistant's answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sdg_flows.core.conversation import parse_conversation
from sdg_flows.core.prompts import Message
from sdg_flows.core.rows import Rows
from sdg_flows.core.table import ROW_ID
from sdg_flows.outputs.run_folder.leaves import LEAF

_READ = (ROW_ID, LEAF, "question", "response", "context", "prompt", "output", "messages")


@dataclass(frozen=True)
class Pair:
    """The user and assistant text of a row; of a dialogue, all turns before its last answer, and that answer.

    `dialogue` holds its messages; it is empty for a single question and answer.
    """

    row_id: str
    leaf: str | None
    user: str
    assistant: str
    dialogue: tuple[Message, ...] = ()

    @property
    def has_answer(self) -> bool:
        """Return True when the assistant text is not blank."""
        return bool(self.assistant.strip())


def pairs(rows: Rows) -> Iterator[Pair]:
    """Yield each row's pair, blank answers included, in row order; nothing when columns are missing."""
    if not missing_pair_columns(rows):
        yield from map(_pair, rows.dicts([name for name in _READ if name in rows.column_names]))


def missing_pair_columns(rows: Rows) -> tuple[str, ...]:
    """Return the missing columns among `question` and `response`; none when there is `output` or `messages` instead."""
    names = set(rows.column_names)
    return (
        () if names & {"output", "messages"} else tuple(name for name in ("question", "response") if name not in names)
    )


def question_and_response(row: Mapping[str, Any]) -> tuple[str, str]:
    """Return a row's question and response as text; a missing column is taken from `output`.

    With a `prompt` column, such as a text to label, that is the question and the whole output the response.
    """
    output = cell_to_text(row.get("output"))
    prompt, answer = (cell_to_text(row["prompt"]), output.strip()) if "prompt" in row else split_output(output)
    question = cell_to_text(row["question"]) if "question" in row else prompt
    return question, cell_to_text(row["response"]) if "response" in row else answer


def user_and_assistant(row: Mapping[str, Any]) -> tuple[str, str]:
    """Return the user text, with the context if there is one, and the assistant text."""
    if dialogue := dialogue_in(row):
        return last_exchange(dialogue)
    question, response = question_and_response(row)
    return question_in_context(question, cell_to_text(row.get("context"))), response


def dialogue_in(row: Mapping[str, Any]) -> tuple[Message, ...]:
    """Return the `messages` up to the last answer, for a row with neither `response` nor `output`; else ()."""
    messages = () if {"response", "output"} & row.keys() else parse_conversation(row.get("messages"))
    answers = [position for position, message in enumerate(messages) if message["role"] == "assistant"]
    return messages[: answers[-1] + 1] if answers else ()


def last_exchange(chat: Sequence[Mapping[str, str]]) -> tuple[str, str]:
    """Return the text before the last message of a chat, and the last message.

    System messages are left out. Several earlier messages are joined, each with its role.
    """
    turns = [turn for turn in chat if turn["role"] != "system"]
    before, last = turns[:-1], "".join(turn["content"] for turn in turns[-1:])
    if len(before) == 1:
        return before[0]["content"], last
    return "\n\n".join(f"{turn['role'].capitalize()}: {turn['content']}" for turn in before), last


def question_in_context(question: str, context: str) -> str:
    """Return the question followed by its context on the next line, unless the question contains it."""
    return question if context.strip() in question else f"{question}\n{context}"


def split_output(output: str) -> tuple[str, str]:
    """Split a raw answer after its first question mark; without one, all of it is the response.

    Source: InstructLab, for simple pipelines that keep the teacher's answer in `output`.
    """
    before, mark, after = output.partition("?")
    return (before.strip() + mark, after.strip()) if mark else ("", output.strip())


def cell_to_text(cell: object) -> str:
    """Return a cell as text; null becomes the empty text."""
    return "" if cell is None else str(cell)


def _pair(row: Mapping[str, Any]) -> Pair:
    leaf = None if row.get(LEAF) is None else str(row[LEAF])
    return Pair(row[ROW_ID], leaf, *user_and_assistant(row), dialogue_in(row))
