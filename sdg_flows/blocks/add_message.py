from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import pyarrow as pa

from sdg_flows.core.block import REJECTED, Outcome, TableBlock, rejection
from sdg_flows.core.columns import Columns
from sdg_flows.core.conversation import MESSAGES, parse_conversation
from sdg_flows.core.table import iter_rows, with_column


class AddMessageBlock(TableBlock):
    """Add the text of `text_col` to each row's conversation, as the next thing that `role` says.

    Without `input_col`, the text begins a conversation; it is `input_col` that is gone on with, and it stays as it is
    unless `output_col` names it.

    Rows: n in, at most n out, order kept, under their own ids. A row whose text is null or blank is rejected with
    `null_value`, one without a conversation to go on with, with `no_messages`.
    Columns: needs `text_col` and, when set, `input_col`: lists of messages, or texts, which are one user message; adds
    `output_col`: a list of messages with role and content.

    Source: the dialogues of Nemotron-4, in which a model plays both sides, turn by turn.

    Example:
        - name: user_asks              # question in; messages added
          type: AddMessageBlock
          config: {text_col: question, role: user}
    """

    text_col: str
    role: Literal["system", "user", "assistant"]
    input_col: str | None = None
    output_col: str = "messages"

    @property
    def columns(self) -> Columns:
        """Need the text and the conversation so far, add the longer one."""
        needs = (self.text_col, *([] if self.input_col is None else [self.input_col]))
        return Columns(needs=needs, adds=(self.output_col,), types={self.output_col: MESSAGES})

    def __call__(self, table: pa.Table) -> Outcome:
        """Return the table with the longer conversations."""
        made = [self._longer(row) for row in iter_rows(table)]
        kept = table.filter(pa.array([isinstance(one, list) for one in made], pa.bool_()))
        conversations = pa.array([one for one in made if isinstance(one, list)], MESSAGES)
        rejected = [one for one in made if isinstance(one, dict)]
        return Outcome(
            with_column(kept, self.output_col, conversations), pa.Table.from_pylist(rejected, schema=REJECTED)
        )

    def _longer(self, row: Mapping[str, Any]) -> list[dict[str, str]] | dict[str, Any]:
        """Return the conversation of a row with its text at the end, or the row as a rejected one."""
        text = row[self.text_col]
        if not isinstance(text, str) or not text.strip():
            return rejection(row, "null_value", f"{self.text_col!r} has no text to add")
        before = () if self.input_col is None else parse_conversation(row[self.input_col])
        if self.input_col is not None and not before:
            return rejection(row, "no_messages", f"{self.input_col!r} holds no list of messages with role and content")
        return [*before, {"role": self.role, "content": text.strip()}]
