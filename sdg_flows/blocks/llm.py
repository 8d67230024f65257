from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Annotated, Any, Literal

import pyarrow as pa
import regex
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PositiveInt, ValidationInfo, model_validator

from sdg_flows.core.block import LINEAGE, REJECTED, Outcome, TeacherBlock, rejection
from sdg_flows.core.columns import Columns
from sdg_flows.core.exchange import Answer, Request
from sdg_flows.core.parsing import Parsed, read_pattern, read_tags
from sdg_flows.core.prompts import ChatFormat, PromptFile, RenderError, flow_files
from sdg_flows.core.table import ROW_ID, child_id, rows_of, with_column

NUM_SAMPLES = "num_samples"


class _Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _scaled(value: object, info: ValidationInfo) -> object:
    return flow_files(info).instructions() if value == "scaled" else value


class GenKwargs(_Settings):
    """Sampling parameters, sent as they are; a null one is not sent. `n` is made of single requests, one a draw.

    With `seed`, each draw has a seed of its own: seed, seed + 1, …
    What a server takes beyond these goes into `extra_body`, whose keys are put beside the others.
    """

    n: Annotated[PositiveInt, BeforeValidator(_scaled, json_schema_input_type=int | Literal["scaled"])] = 1
    model: str | None = None
    seed: int | None = None
    temperature: float | None = 0.0
    max_tokens: PositiveInt | None = 4096
    max_completion_tokens: PositiveInt | None = None
    top_p: float | None = None
    top_k: int | None = None
    min_p: float | None = None
    presence_penalty: float | None = None
    frequency_penalty: float | None = None
    repetition_penalty: float | None = None
    stop: str | tuple[str, ...] | None = None
    logit_bias: Mapping[str, float] | None = None
    reasoning_effort: str | None = None
    response_format: Mapping[str, Any] | None = None
    extra_body: Mapping[str, Any] | None = None

    @cached_property
    def params(self) -> dict[str, Any]:
        """Give what every draw sends, without model, n and seed."""
        sent = self.model_dump(mode="json", exclude_none=True, exclude={"n", "model", "seed", "extra_body"})
        if self.max_completion_tokens is not None:
            sent.pop("max_tokens", None)
        return {**sent, **(self.extra_body or {})}

    def draw(self, draw: int) -> dict[str, Any]:
        """Give the parameters of one draw."""
        return self.params if self.seed is None else {**self.params, "seed": self.seed + draw}


class ParserKwargs(_Settings):
    """How answers are read when not by tags: every match of a pattern, its groups the output columns."""

    parser_name: Literal["custom"] | None = None
    parsing_pattern: str | None = None
    parser_cleanup_tags: tuple[str, ...] = ()

    @cached_property
    def pattern(self) -> regex.Pattern[str] | None:
        """Give the pattern, in which a dot matches line ends too; None when answers are read by tags."""
        return None if self.parsing_pattern is None else regex.compile(self.parsing_pattern, regex.DOTALL)

    @model_validator(mode="after")
    def _pattern_and_name_go_together(self) -> ParserKwargs:
        if (self.parser_name is None) != (self.parsing_pattern is None):
            raise ValueError("parser_name: custom and parsing_pattern go together")
        try:
            _ = self.pattern
        except regex.error as error:
            raise ValueError(f"parsing_pattern is no regular expression: {error}") from error
        return self


class BatchKwargs(_Settings):
    """`num_samples` becomes a column for the prompt. The other keys are those of older flow files, without effect."""

    num_samples: PositiveInt | None = None
    batched: bool | None = None
    num_procs: int | None = None


def _chat_format(value: object, info: ValidationInfo) -> object:
    if isinstance(value, ChatFormat) or info.context is None:
        return value
    return flow_files(info).chat_format(value if isinstance(value, str) else None)


def _own_format(value: object) -> object:
    return ChatFormat(name="model_prompt", source=value or "{{ prompt }}") if isinstance(value, str) else value


class LLMBlock(TeacherBlock):
    """Ask the teacher about each row and read each answer into `output_cols`, by tags or by a pattern.

    Rows: n in; a row for every record read from every answer out, by row, then draw, then place in the answer.
    A row whose prompt lacks a value is rejected with `missing_value` or, when it cannot be rendered, `template_error`.
    An answer that is no record is a rejected row of its own: `no_match`, `unclosed_tag`, `uneven`, `empty`,
    `slow_pattern`, or the outcome of the request, such as `cut` or `filtered`.
    Columns: needs the variables of the prompt; adds `output_cols` as text, over columns of that name, and
    `num_samples` when `batch_kwargs` gives it and the table does not.
    Model: `gen_kwargs.model`, else `model_id`, else the teacher's own. Chat messages, unless a family or
    `model_prompt` asks for a text on /v1/completions (`model_prompt: ""` sends the prompt as it is).

    Source: InstructLab `LLMBlock`.

    ```yaml
    - name: write_questions          # document in, question and response out
      type: LLMBlock
      config:
        config_path: ../configs/knowledge/simple_qa.yaml
        output_cols: [question, response]
        gen_kwargs: {temperature: 0.7, n: scaled}
    ```
    """

    config_path: PromptFile
    output_cols: Annotated[tuple[str, ...], Field(min_length=1)]
    model_id: str | None = None
    model_family: Annotated[
        ChatFormat | None,
        BeforeValidator(_chat_format, json_schema_input_type=str | None),
        Field(validate_default=True),
    ] = None
    model_prompt: Annotated[ChatFormat | None, BeforeValidator(_own_format, json_schema_input_type=str | None)] = None
    gen_kwargs: GenKwargs = GenKwargs()
    parser_kwargs: ParserKwargs = ParserKwargs()
    batch_kwargs: BatchKwargs = BatchKwargs()

    @model_validator(mode="after")
    def _answers_fill_the_output_columns(self) -> LLMBlock:
        pattern, asked = self.parser_kwargs.pattern, len(self.output_cols)
        if ROW_ID in self.output_cols or len(set(self.output_cols)) < asked:
            raise ValueError(f"output_cols must be different names other than {ROW_ID!r}; found {self.output_cols}")
        if pattern is not None:
            if max(pattern.groups, 1) != asked:
                raise ValueError(f"parsing_pattern has {pattern.groups} groups for {asked} output_cols")
            return self
        starts, ends = len(self.config_path.start_tags), len(self.config_path.end_tags)
        if min(starts, ends) < asked:
            raise ValueError(
                f"the prompt file has {starts} start_tags and {ends} end_tags for {asked} output_cols; give one pair "
                f'for each, [""] and [""] for the whole answer, or a parsing_pattern in parser_kwargs'
            )
        return self

    @property
    def columns(self) -> Columns:
        """Say which columns the block needs and adds."""
        given = {NUM_SAMPLES} if self.batch_kwargs.num_samples is not None else set[str]()
        return Columns(
            needs=sorted(self.config_path.required - given),
            adds=[*given, *self.output_cols],
            types={name: pa.string() for name in self.output_cols},
        )

    def requests(self, table: pa.Table) -> list[Request]:
        """Give `n` requests a row, by row and then by draw; none for a row whose prompt cannot be rendered."""
        asked: list[Request] = []
        for row in self._prompt_rows(table):
            text = self._rendered(row)
            if not isinstance(text, RenderError):
                asked += [self._request(row[ROW_ID], text, draw) for draw in range(self.gen_kwargs.n)]
        return asked

    def read(self, table: pa.Table, answers: Sequence[Answer]) -> Outcome:
        """Give a row for every record in the answers, and a rejected row for every answer or row without one."""
        by_row: dict[str, list[Answer]] = defaultdict(list)
        for answer in answers:
            by_row[answer.row_id].append(answer)
        made = _Made()
        for at, row_id in enumerate(table[ROW_ID].to_pylist()):
            if row_id not in by_row:
                made.reject_row(self._unasked(table.slice(at, 1)))
            for answer in by_row.get(row_id, ()):
                made.add(at, table, answer, self._parsed(answer))
        return made.outcome(self._with_num_samples(table), self.output_cols)

    def _prompt_rows(self, table: pa.Table) -> list[dict[str, Any]]:
        """Give the columns that the prompt reads, as rows."""
        table = self._with_num_samples(table)
        read = [name for name in table.column_names if name in self.config_path.variables or name == ROW_ID]
        return table.select(read).to_pylist()

    def _with_num_samples(self, table: pa.Table) -> pa.Table:
        count = self.batch_kwargs.num_samples
        if count is None or NUM_SAMPLES in table.column_names:
            return table
        return with_column(table, NUM_SAMPLES, pa.array([count] * table.num_rows, pa.int64()))

    def _rendered(self, row: Mapping[str, Any]) -> str | RenderError:
        try:
            text = self.config_path.render(row)
            form = self.model_prompt or self.model_family
            return text if form is None else form.wrap(text)
        except RenderError as error:
            return error

    def _request(self, row_id: str, text: str, draw: int) -> Request:
        model = self.gen_kwargs.model or self.model_id
        params = self.gen_kwargs.draw(draw)
        if self.model_prompt or self.model_family:
            return Request(row_id, draw, params, prompt=text, model=model)
        return Request(row_id, draw, params, messages=({"role": "user", "content": text},), model=model)

    def _parsed(self, answer: Answer) -> Parsed | None:
        """Give the records of an answer; None when it has no text that is whole."""
        if answer.outcome != "ok" or answer.text is None:
            return None
        text = answer.text.strip()
        pattern, columns = self.parser_kwargs.pattern, len(self.output_cols)
        if pattern is not None:
            return read_pattern(text, pattern, self.parser_kwargs.parser_cleanup_tags)
        return read_tags(text, self.config_path.start_tags[:columns], self.config_path.end_tags[:columns])

    def _unasked(self, one: pa.Table) -> dict[str, Any]:
        (row,) = rows_of(one)
        missing = [name for name in sorted(self.columns.needs) if row.get(name) is None]
        if missing:
            return rejection(row, "missing_value", f"the prompt needs {missing[0]!r}")
        return rejection(row, "template_error", str(self._rendered(self._prompt_rows(one)[0])))


class _Made:
    """The rows that answers make, gathered by column."""

    def __init__(self) -> None:
        self._parents: list[int] = []
        self._ids: list[str] = []
        self._records: list[tuple[str, ...]] = []
        self._rejected: list[dict[str, Any]] = []
        self._lineage: list[dict[str, Any]] = []

    def reject_row(self, rejected: dict[str, Any]) -> None:
        self._rejected.append(rejected)

    def add(self, at: int, table: pa.Table, answer: Answer, parsed: Parsed | None) -> None:
        records = parsed.records if parsed else ()
        for place, record in enumerate(records):
            self._ids.append(self._born(answer, place))
            self._parents.append(at)
            self._records.append(record)
        reason = parsed.reason if parsed else answer.outcome
        if reason:
            (row,) = rows_of(table.slice(at, 1))
            left = rejection(row, reason, answer.detail)
            self._rejected.append({**left, ROW_ID: self._born(answer, len(records)), "answer_key": answer.key})

    def _born(self, answer: Answer, place: int) -> str:
        row_id = child_id(answer.row_id, answer.draw, place)
        self._lineage.append({ROW_ID: row_id, "parent_id": answer.row_id, "answer_key": answer.key})
        return row_id

    def outcome(self, table: pa.Table, output_cols: Sequence[str]) -> Outcome:
        kept = table.take(pa.array(self._parents, pa.int64()))
        kept = with_column(kept, ROW_ID, pa.array(self._ids, pa.string()))
        for column, name in enumerate(output_cols):
            kept = with_column(kept, name, pa.array([record[column] for record in self._records], pa.string()))
        return Outcome(
            kept,
            pa.Table.from_pylist(self._rejected, schema=REJECTED),
            pa.Table.from_pylist(self._lineage, schema=LINEAGE),
        )
