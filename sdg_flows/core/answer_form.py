"""How a flow file says that answers are read when not by tags."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Literal

import regex
from pydantic import BaseModel, ConfigDict, model_validator

from sdg_flows.core.parsing import Parsed, pattern_of, read_pattern, read_tags, refuse_other_groups
from sdg_flows.core.prompts import Prompt


class ParserKwargs(BaseModel):
    """How answers are read when not by tags: every match of a pattern, its groups the output columns.

    `parser_name: json` says no more than the block's `json_schema` does.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    parser_name: Literal["custom", "json"] | None = None
    parsing_pattern: str | None = None
    parser_cleanup_tags: tuple[str, ...] = ()

    @cached_property
    def pattern(self) -> regex.Pattern[str] | None:
        """Give the pattern; None when answers are read by tags."""
        return None if self.parsing_pattern is None else pattern_of(self.parsing_pattern)

    @model_validator(mode="after")
    def _pattern_and_name_go_together(self) -> ParserKwargs:
        if (self.parser_name == "custom") != (self.parsing_pattern is not None):
            raise ValueError("parser_name: custom and parsing_pattern go together")
        _ = self.pattern
        return self

    def refuse_misfit(self, prompts: Iterable[Prompt], columns: int) -> None:
        """Raise ValueError when the pattern, or the tags of a prompt where there is none, cannot fill the columns."""
        if self.pattern is not None:
            return refuse_other_groups(self.pattern, columns)
        for prompt in prompts:
            prompt.refuse_too_few_tags(columns)

    def read(self, text: str, prompt: Prompt, columns: int) -> Parsed:
        """Read an answer to a prompt: by the pattern, else by the prompt's tags."""
        if self.pattern is not None:
            return read_pattern(text, self.pattern, self.parser_cleanup_tags)
        return read_tags(text, prompt.start_tags[:columns], prompt.end_tags[:columns])
