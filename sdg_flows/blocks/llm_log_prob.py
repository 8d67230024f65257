from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any

import pyarrow as pa
from pydantic import Field

from sdg_flows.core.exchange import Answer
from sdg_flows.core.parsing import Parsed
from sdg_flows.core.prompt_block import PromptBlock
from sdg_flows.core.prompts import Prompt, PromptFile


class LLMLogProbBlock(PromptBlock):
    """Ask the teacher about each row and keep the log-probabilities of its answer.

    Rows: as `LLMBlock`, one for every answer; an answer without them is rejected with `no_logprobs`.
    Columns: needs the variables of the prompt; adds the one output column, a list with a JSON text for each token of
    the answer: a mapping from the `logprobs` likeliest tokens to their log-probabilities.

    Source: InstructLab `LLMLogProbBlock`, which asks for ten tokens at each place.

    ```yaml
    - name: how_sure                 # question in; logprobs added
      type: LLMLogProbBlock
      config:
        config_path: ../configs/yes_or_no.yaml
        output_cols: [logprobs]
        gen_kwargs: {max_tokens: 1}
    ```
    """

    config_path: PromptFile
    output_cols: Annotated[tuple[str, ...], Field(min_length=1, max_length=1)]
    logprobs: Annotated[int, Field(ge=1, le=20)] = 10

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        """Return the one prompt."""
        return (self.config_path,)

    @property
    def output_types(self) -> Mapping[str, pa.DataType]:
        """Return a list of JSON texts."""
        return {self.output_cols[0]: pa.list_(pa.string())}

    def prompt_for(self, row: Mapping[str, Any]) -> Prompt:
        """Return the one prompt."""
        return self.config_path

    def params(self, draw: int) -> dict[str, Any]:
        """Ask for the likeliest tokens, as the API of the request spells it."""
        asked = {"logprobs": self.logprobs} if self.chat_format else {"logprobs": True, "top_logprobs": self.logprobs}
        return {**super().params(draw), **asked}

    def parse_answer(self, answer: Answer, prompt: Prompt) -> Parsed:
        """Read the likeliest tokens at each place of the answer."""
        if answer.logprobs is None:
            return Parsed(reason="no_logprobs", detail="the server sent no log-probabilities")
        return Parsed((([json.dumps(likely, ensure_ascii=False) for likely in answer.logprobs],),))
