from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from sdg_flows.core.answer_form import ParserKwargs
from sdg_flows.core.exchange import Answer
from sdg_flows.core.parsing import Parsed
from sdg_flows.core.prompt_block import PromptBlock
from sdg_flows.core.prompts import Prompt, PromptFile
from sdg_flows.core.unaskable import Unaskable

ALL = "All"


def _by_selector(found: object) -> object:
    """Read InstructLab's list of [path, selector] pairs as the mapping from selector to path that it means."""
    if not isinstance(found, list | tuple):
        return found
    pairs = [pair for pair in found if isinstance(pair, list | tuple) and len(pair) == 2]
    if len(pairs) < len(found) or len({selector for _, selector in pairs}) < len(pairs):
        raise ValueError("expected selectors with their paths, or a list of [path, selector] with no selector twice")
    return {str(selector): path for path, selector in pairs}


class ConditionalLLMBlock(PromptBlock):
    """Ask the teacher about each row with the prompt that the row's `selector_column_name` selects.

    Each answer is read by the tags of the prompt that asked for it. The selector `All`, which stands alone, is for
    every row.

    Rows: as `LLMBlock`; a row whose selector has no prompt is rejected with `unknown_selector`.
    Columns: needs `selector_column_name` and the variables of all prompts; adds `output_cols` as text.

    Source: InstructLab `ConditionalLLMBlock`, with chat formats and the tags of each prompt mended.

    ```yaml
    - name: gen_pairs                # kind, document in; question, response added
      type: ConditionalLLMBlock
      config:
        selector_column_name: kind
        config_paths: {prose: ../configs/prose.yaml, code: ../configs/code.yaml}
        output_cols: [question, response]
    ```
    """

    config_paths: Annotated[
        Mapping[str, PromptFile],
        BeforeValidator(_by_selector, json_schema_input_type=dict[str, str] | list[tuple[str, str]]),
        Field(min_length=1),
    ]
    selector_column_name: str
    parser_kwargs: ParserKwargs = ParserKwargs()

    @model_validator(mode="after")
    def _answers_fill_the_output_columns(self) -> ConditionalLLMBlock:
        if ALL in self.config_paths and len(self.config_paths) > 1:
            raise ValueError(
                f"the selector {ALL!r} is for every row and stands alone; found {sorted(self.config_paths)}"
            )
        self.parser_kwargs.check_columns(self.prompts, len(self.output_cols))
        return self

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        """Return the prompts in the order of the settings."""
        return tuple(self.config_paths.values())

    @property
    def choice_columns(self) -> tuple[str, ...]:
        """Return the selector's column."""
        return () if ALL in self.config_paths else (self.selector_column_name,)

    def prompt_for(self, row: Mapping[str, Any]) -> Prompt | Unaskable:
        """Return the prompt that the row selects."""
        if ALL in self.config_paths:
            return self.config_paths[ALL]
        selector = row[self.selector_column_name]
        prompt = self.config_paths.get(str(selector).strip())
        if prompt is None:
            return Unaskable("unknown_selector", f"{selector!r} selects no prompt; expected {list(self.config_paths)}")
        return prompt

    def parse_answer(self, answer: Answer, prompt: Prompt) -> Parsed:
        """Read an answer by the pattern, else by the tags of its prompt."""
        return self.parser_kwargs.read((answer.text or "").strip(), prompt, len(self.output_cols))
