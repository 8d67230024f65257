from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import pyarrow as pa
from pydantic import AfterValidator, Field, model_validator

from sdg_flows.core.answer_form import ParserKwargs
from sdg_flows.core.exchange import Answer
from sdg_flows.core.parsing import Parsed, read_choice
from sdg_flows.core.parsing_json import checked_schema, column_type, read_object
from sdg_flows.core.prompt_block import PromptBlock
from sdg_flows.core.prompts import Prompt, PromptFile


class LLMBlock(PromptBlock):
    """Ask the teacher about each row and read each answer into `output_cols`: by tags, a pattern, choices or a schema.

    Rows: n in; a row for every record read from every answer out, by row, then draw, then place in the answer.
    A row whose prompt lacks a value is rejected with `missing_value` or, when it cannot be rendered, `template_error`.
    An answer that is no record is a rejected row of its own: `no_match`, `unclosed_tag`, `uneven`, `empty`,
    `slow_pattern`, `not_a_choice`, `invalid_json`, `schema_mismatch`, or the outcome of the request, such as `cut`.
    Columns: needs the variables of the prompt; adds `output_cols`, over columns of that name, and `num_samples` when
    `batch_kwargs` or the prompt file gives it and the table does not. They hold text; with `json_schema`, what the
    schema says of the property of that name.
    With `choices`, the server is asked to allow no other answer, and any other one is rejected unless `on_other` is
    keep. With `json_schema`, it is asked for an object that meets the schema. With `parser_name: list` in
    `parser_kwargs`, each item of the list that an answer is makes a row.
    Model: `gen_kwargs.model`, else `model_id`, else the teacher's own; `teacher` names an endpoint of the teacher
    file. Chat messages, unless a family or `model_prompt` asks for a text on /v1/completions (`model_prompt: ""` sends
    the prompt as it is).

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
    parser_kwargs: ParserKwargs = ParserKwargs()
    choices: Annotated[tuple[str, ...], Field(min_length=2)] | None = None
    on_other: Literal["reject", "keep"] = "reject"
    json_schema: Annotated[Mapping[str, Any], AfterValidator(checked_schema)] | None = None

    @model_validator(mode="after")
    def _answers_fill_the_output_columns(self) -> LLMBlock:
        parsed = self.parser_kwargs.parser_name in ("custom", "list")
        if sum((parsed, self.allowed is not None, self.json_schema is not None)) > 1:
            raise ValueError("choices, json_schema and parser_kwargs are three ways to read an answer; give one")
        if self.allowed is not None and len(self.output_cols) > 1:
            raise ValueError(f"choices fill one column; found {len(self.output_cols)} output_cols")
        if self.parser_kwargs.parser_name == "json" and self.json_schema is None:
            raise ValueError("parser_name: json reads by a schema; give json_schema")
        if self.json_schema is not None:
            unknown = [name for name in self.output_cols if name not in self.json_schema["properties"]]
            if unknown:
                raise ValueError(f"json_schema has no property {unknown[0]!r} for output_cols")
        if self.allowed is None and self.json_schema is None:
            self.parser_kwargs.check_columns(self.prompts, len(self.output_cols))
        return self

    @property
    def allowed(self) -> tuple[str, ...] | None:
        """Return the choices, as the block or a constraint among its sampling parameters names them."""
        guided = self.gen_kwargs.params.get("structured_outputs", {}).get("choice")
        return self.choices or (tuple(guided) if guided else None)

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        """Return the one prompt."""
        return (self.config_path,)

    @property
    def output_types(self) -> Mapping[str, pa.DataType]:
        """Return text, or what the schema says."""
        schema = self.json_schema
        return {name: column_type(schema, name) if schema else pa.string() for name in self.output_cols}

    def prompt_for(self, row: Mapping[str, Any]) -> Prompt:
        """Return the one prompt."""
        return self.config_path

    def params(self, draw: int) -> dict[str, Any]:
        """Return the sampling parameters of a draw, with what the answer is constrained to."""
        params = super().params(draw)
        if self.choices:
            return {**params, "structured_outputs": {"choice": list(self.choices)}}
        if self.json_schema is None or self.chat_format is not None or "response_format" in params:
            return params
        named = {"name": "answer", "strict": False, "schema": dict(self.json_schema)}
        return {**params, "response_format": {"type": "json_schema", "json_schema": named}}

    def parse_answer(self, answer: Answer, prompt: Prompt) -> Parsed:
        """Read an answer by the way that the settings name."""
        text = (answer.text or "").strip()
        if self.allowed:
            read = read_choice(text, self.allowed)
            return Parsed(((text,),)) if read.reason and text and self.on_other == "keep" else read
        if self.json_schema is not None:
            return read_object(text, self.output_cols, self.json_schema)
        return self.parser_kwargs.read(text, prompt, len(self.output_cols))
