"""The base class of blocks that ask the teacher about each row with a prompt."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import pyarrow as pa
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PositiveInt, ValidationInfo, field_validator

from sdg_flows.core.block import Outcome, TeacherBlock
from sdg_flows.core.columns import Columns
from sdg_flows.core.exchange import Answer, Request, group_by_row
from sdg_flows.core.parsing import Parsed
from sdg_flows.core.prompts import ChatFormat, Message, Prompt, flow_files
from sdg_flows.core.row_builder import RowBuilder
from sdg_flows.core.sampling import GenKwargs
from sdg_flows.core.table import ROW_ID, with_column
from sdg_flows.core.templates import RenderError
from sdg_flows.core.unaskable import Unaskable, render_failure

NUM_SAMPLES = "num_samples"


class BatchKwargs(BaseModel):
    """`num_samples` becomes a column for the prompt. The other keys are those of older flow files, without effect."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    num_samples: PositiveInt | None = None
    batched: bool | None = None
    num_procs: int | None = None


def _chat_format(value: object, info: ValidationInfo) -> object:
    if isinstance(value, ChatFormat) or info.context is None:
        return value
    return flow_files(info).chat_format(value if isinstance(value, str) else None)


def _inline_format(value: object) -> object:
    return ChatFormat(name="model_prompt", source=value or "{{ prompt }}") if isinstance(value, str) else value


class PromptBlock(TeacherBlock):
    """A block that asks the teacher about each row with a prompt, and reads each answer into `output_cols`.

    Rows: n in; a row for every record read from every answer out, by row, then draw, then place in the answer.
    A row whose prompt lacks a value is rejected with `missing_value` or, when it cannot be rendered, `template_error`.
    An answer that is no record is a rejected row of its own, with the reason of its reader or the outcome of the
    request, such as `cut` or `filtered`.
    """

    output_cols: Annotated[tuple[str, ...], Field(min_length=1)]
    model_id: str | None = None
    model_family: Annotated[
        ChatFormat | None,
        BeforeValidator(_chat_format, json_schema_input_type=str | None),
        Field(validate_default=True),
    ] = None
    model_prompt: Annotated[ChatFormat | None, BeforeValidator(_inline_format, json_schema_input_type=str | None)] = (
        None
    )
    gen_kwargs: GenKwargs = GenKwargs()
    batch_kwargs: BatchKwargs = BatchKwargs()

    @field_validator("output_cols")
    @classmethod
    def _names_differ(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        if ROW_ID in names or len(set(names)) < len(names):
            raise ValueError(f"output_cols must be different names other than {ROW_ID!r}; found {names}")
        return names

    @property
    @abstractmethod
    def prompts(self) -> tuple[Prompt, ...]:
        """Return all prompts a row may be asked with."""

    @abstractmethod
    def prompt_for(self, row: Mapping[str, Any]) -> Prompt | Unaskable:
        """Return the prompt of a row, which has at least the columns `choice_columns`."""

    @abstractmethod
    def parse_answer(self, answer: Answer, prompt: Prompt) -> Parsed:
        """Parse a complete answer to a prompt."""

    @property
    def choice_columns(self) -> tuple[str, ...]:
        """Return the columns that select the prompt of a row."""
        return ()

    @property
    def output_types(self) -> Mapping[str, pa.DataType]:
        """Return the type of each output column."""
        return {name: pa.string() for name in self.output_cols}

    @property
    def columns(self) -> Columns:
        """Say which columns the block needs and adds."""
        given = [NUM_SAMPLES] if self._num_samples is not None else []
        required = {name for prompt in self.prompts for name in prompt.required} - {*given}
        return Columns(
            needs=sorted({*required, *self.choice_columns}),
            adds=[*given, *self.output_cols],
            types=self.output_types,
        )

    def requests(self, table: pa.Table) -> list[Request]:
        """Return `n` requests a row, by row and then by draw; none for a row whose prompt cannot be rendered."""
        asked: list[Request] = []
        for row in self._prompt_rows(table):
            said = self._rendered(row)
            if not isinstance(said, Unaskable):
                asked += [self._request(row[ROW_ID], said, draw) for draw in range(self.gen_kwargs.n)]
        return asked

    def read(self, table: pa.Table, answers: Sequence[Answer]) -> Outcome:
        """Return a row for every record in the answers, and a rejected row for every answer or row without one."""
        answered = group_by_row(answers)
        made = RowBuilder(table)
        for at, row in enumerate(table.select([ROW_ID, *self.choice_columns]).to_pylist()):
            if row[ROW_ID] not in answered:
                unasked = self._rendered(self._prompt_rows(table.slice(at, 1))[0])
                if isinstance(unasked, Unaskable):
                    made.reject(at, unasked.reason, unasked.detail)
            for answer in answered.get(row[ROW_ID], ()):
                made.add(at, answer.draw, self._parse(answer, row), answer)
        return made.outcome(self._with_num_samples(table), self.output_types)

    def params(self, draw: int) -> dict[str, Any]:
        """Return the sampling parameters of a draw."""
        return self.gen_kwargs.params_for(draw)

    @property
    def chat_format(self) -> ChatFormat | None:
        """Return the format that makes the request a text for /v1/completions; None for chat messages."""
        return self.model_prompt or self.model_family

    def _parse(self, answer: Answer, row: Mapping[str, Any]) -> Parsed:
        prompt = self.prompt_for(row)
        if answer.outcome != "ok" or answer.text is None or isinstance(prompt, Unaskable):
            return Parsed(reason=answer.outcome if answer.outcome != "ok" else "empty")
        return self.parse_answer(answer, prompt)

    @property
    def _num_samples(self) -> int | None:
        of_prompts = (prompt.num_samples for prompt in self.prompts if prompt.num_samples is not None)
        return self.batch_kwargs.num_samples or next(of_prompts, None)

    def _prompt_rows(self, table: pa.Table) -> list[dict[str, Any]]:
        """Return the columns that the prompts read, as rows."""
        table = self._with_num_samples(table)
        read = {ROW_ID, *self.choice_columns, *(name for prompt in self.prompts for name in prompt.variables)}
        return table.select([name for name in table.column_names if name in read]).to_pylist()

    def _with_num_samples(self, table: pa.Table) -> pa.Table:
        count = self._num_samples
        if count is None or NUM_SAMPLES in table.column_names:
            return table
        return with_column(table, NUM_SAMPLES, pa.array([count] * table.num_rows, pa.int64()))

    def _rendered(self, row: Mapping[str, Any]) -> tuple[Message, ...] | str | Unaskable:
        """Render the messages or the text to send about a row."""
        prompt = self.prompt_for(row)
        if isinstance(prompt, Unaskable):
            return prompt
        try:
            messages = prompt.render_messages(row)
            return messages if self.chat_format is None else self.chat_format.wrap(messages)
        except RenderError as error:
            return render_failure(prompt, row, error)

    def _request(self, row_id: str, said: tuple[Message, ...] | str, draw: int) -> Request:
        model = self.gen_kwargs.model_or(self.model_id)
        text, messages = (said, None) if isinstance(said, str) else (None, said)
        return Request(row_id, draw, self.params(draw), messages, text, model, self.teacher)
