from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
from pydantic import model_validator

from sdg_flows.core.block import REJECTED, Outcome, TeacherBlock, rejection
from sdg_flows.core.columns import Columns
from sdg_flows.core.conversation import parse_conversation
from sdg_flows.core.exchange import Answer, Request, group_by_row
from sdg_flows.core.prompts import Message
from sdg_flows.core.sampling import GenKwargs
from sdg_flows.core.table import ROW_ID, iter_rows, with_column

MESSAGE = pa.struct([("role", pa.string()), ("content", pa.string()), ("reasoning_content", pa.string())])


class LLMMessagesBlock(TeacherBlock):
    """Send each row's conversation to the teacher and keep what it says next.

    `input_col` holds a list of messages with role and content, or a text, which is one user message.

    Rows: n in, at most n out, order kept, under their own ids. A row without a conversation is rejected with
    `no_messages`; one with any answer that is not whole, with that answer's outcome, such as `cut`, or with `empty`.
    Columns: needs `input_col`; adds `output_col`, which must not be there: a text, or a list of texts in the order of
    the draws when `n` is more than one. With `as_messages`, a list of assistant messages, each with what the teacher
    reasoned before it.

    Source: InstructLab and SDG Framework `LLMMessagesBlock`; with `as_messages`, sdg_hub's `LLMChatBlock`.

    ```yaml
    - name: answer                   # messages in; reply added
      type: LLMMessagesBlock
      config: {input_col: messages, output_col: reply}
    ```
    """

    input_col: str
    output_col: str
    model_id: str | None = None
    system_prompt: str | None = None
    as_messages: bool = False
    gen_kwargs: GenKwargs = GenKwargs()

    @model_validator(mode="after")
    def _output_is_another_column(self) -> LLMMessagesBlock:
        if self.output_col in {self.input_col, ROW_ID}:
            raise ValueError(f"output_col must be another column than {self.output_col!r}")
        return self

    @property
    def columns(self) -> Columns:
        """Need the conversation, and add the reply."""
        text = pa.list_(pa.string()) if self.gen_kwargs.n > 1 else pa.string()
        kind = pa.list_(MESSAGE) if self.as_messages else text
        names = (self.output_col,)
        return Columns(needs=(self.input_col,), adds=names, absent=names, types={self.output_col: kind})

    def requests(self, table: pa.Table) -> list[Request]:
        """Return `n` requests a row, by row and then by draw; none for a row without a conversation."""
        model = self.gen_kwargs.model_or(self.model_id)
        asked: list[Request] = []
        for row in table.select([ROW_ID, self.input_col]).to_pylist():
            if messages := self._messages(row[self.input_col]):
                asked += [
                    Request(row[ROW_ID], draw, self.gen_kwargs.params_for(draw), messages, None, model, self.teacher)
                    for draw in range(self.gen_kwargs.n)
                ]
        return asked

    def read(self, table: pa.Table, answers: Sequence[Answer]) -> Outcome:
        """Return the rows with their replies, and those without as rejected rows."""
        answered = group_by_row(answers)
        replies = [self._reply(answered.get(row_id, [])) for row_id in table[ROW_ID].to_pylist()]
        kept = table.filter(pa.array([reply is not None for reply in replies], pa.bool_()))
        values = pa.array([reply for reply in replies if reply is not None], self.columns.types[self.output_col])
        rejected = [self._rejection(table.slice(at, 1), answered) for at, reply in enumerate(replies) if reply is None]
        return Outcome(with_column(kept, self.output_col, values), pa.Table.from_pylist(rejected, schema=REJECTED))

    def _messages(self, cell: object) -> tuple[Message, ...]:
        """Return the messages of a cell; none when it holds no conversation."""
        said = parse_conversation(cell)
        first = [] if self.system_prompt is None else [{"role": "system", "content": self.system_prompt}]
        return (*first, *said) if said else ()

    def _reply(self, answers: Sequence[Answer]) -> object:
        """Return what goes into the output column; None unless every answer is whole."""
        if not answers or any(answer.outcome != "ok" or not (answer.text or "").strip() for answer in answers):
            return None
        texts = [(answer.text or "").strip() for answer in answers]
        if self.as_messages:
            return [
                {"role": "assistant", "content": text, "reasoning_content": answer.reasoning}
                for answer, text in zip(answers, texts, strict=True)
            ]
        return texts if self.gen_kwargs.n > 1 else texts[0]

    def _rejection(self, one: pa.Table, answered: Mapping[str, Sequence[Answer]]) -> dict[str, Any]:
        (row,) = iter_rows(one)
        for answer in answered.get(row[ROW_ID], ()):
            if answer.outcome != "ok":
                return {**rejection(row, answer.outcome, answer.detail), "answer_key": answer.key}
            if not (answer.text or "").strip():
                return {**rejection(row, "empty"), "answer_key": answer.key}
        return rejection(row, "no_messages", f"{self.input_col!r} holds no list of messages with role and content")
