from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar

import pyarrow as pa
from pydantic import BeforeValidator, Field, model_validator

from sdg_flows.core.block import REJECTED, Outcome, TableBlock, rejection
from sdg_flows.core.columns import Columns
from sdg_flows.core.conversation import MESSAGES
from sdg_flows.core.errors import did_you_mean, listed
from sdg_flows.core.named_columns import NewName
from sdg_flows.core.prompts import Message, PromptFile
from sdg_flows.core.table import iter_rows, with_column
from sdg_flows.core.templates import RenderError
from sdg_flows.core.unaskable import Unaskable, render_failure


def _by_column(found: object) -> object:
    """Read one name, or a list of names, as columns that are variables of their own name."""
    names = [found] if isinstance(found, str) else found
    return {name: name for name in names} if isinstance(names, list | tuple) else names


class PromptBuilderBlock(TableBlock):
    """Put each row into a prompt file and keep the conversation, for a block that asks with it.

    `input_cols` are columns that the prompt reads under their own names, or a mapping from column to variable; it reads
    no other column.

    Rows: n in, at most n out, order kept, under their own ids. A row whose prompt lacks a value is rejected with
    `missing_value`; one that cannot be rendered, or leaves no question at the end, with `template_error`.
    Columns: needs `input_cols`; adds the one of `output_cols`, which must not be there: a list of messages with role
    and content or, without `format_as_messages`, a text of the form `role: content`, a blank line between messages.

    Source: sdg_hub `PromptBuilderBlock`.

    Example:
        - name: build_prompt           # document in; messages added
          type: PromptBuilderBlock
          config: {prompt_config_path: ../configs/ask.yaml, input_cols: document, output_cols: messages}
    """

    row_by_row: ClassVar[bool] = True

    prompt_config_path: PromptFile
    input_cols: Annotated[
        Mapping[str, str], BeforeValidator(_by_column, str | tuple[str, ...] | dict[str, str]), Field(min_length=1)
    ]
    output_cols: NewName
    format_as_messages: bool = True

    @model_validator(mode="after")
    def _every_variable_has_a_column(self) -> PromptBuilderBlock:
        given = self.input_cols.values()
        for name in sorted(self.prompt_config_path.required.difference(given)):
            raise ValueError(
                f"the prompt reads {name!r}, which input_cols do not give.{did_you_mean(name, given)} "
                f"They give: {listed(given)}"
            )
        return self

    @property
    def columns(self) -> Columns:
        """Need `input_cols`, and add the conversation."""
        (output,) = self.output_cols
        types = {output: MESSAGES if self.format_as_messages else pa.string()}
        return Columns(needs=self.input_cols, adds=(output,), absent=(output,), types=types)

    def __call__(self, table: pa.Table) -> Outcome:
        """Return the rows with their conversations, and those that have none as rejected rows."""
        ((output, kind),) = self.columns.types.items()
        said = [self._conversation(row) for row in table.select([*self.input_cols]).to_pylist()]
        talking = pa.array([not isinstance(one, Unaskable) for one in said], pa.bool_())
        values = pa.array([self._cell(one) for one in said if not isinstance(one, Unaskable)], kind)
        left = zip(iter_rows(table), said, strict=True)
        rejected = [rejection(row, why.reason, why.detail) for row, why in left if isinstance(why, Unaskable)]
        kept = with_column(table.filter(talking), output, values)
        return Outcome(kept, pa.Table.from_pylist(rejected, schema=REJECTED))

    def _conversation(self, row: Mapping[str, Any]) -> tuple[Message, ...] | Unaskable:
        values = {variable: row[column] for column, variable in self.input_cols.items()}
        try:
            return self.prompt_config_path.render_messages(values)
        except RenderError as error:
            return render_failure(self.prompt_config_path, values, error)

    def _cell(self, messages: Sequence[Message]) -> object:
        if self.format_as_messages:
            return messages
        return "\n\n".join(f"{message['role']}: {message['content']}" for message in messages)
