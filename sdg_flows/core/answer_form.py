"""How a flow file says that answers are read when not by tags."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Literal

import regex
from pydantic import BaseModel, ConfigDict, model_validator

from sdg_flows.core.parsing import Parsed, check_groups, compile_pattern, read_pattern
from sdg_flows.core.parsing_list import read_list
from sdg_flows.core.parsing_tags import read_tags
from sdg_flows.core.prompts import Prompt


class ParserKwargs(BaseModel):
    """How answers are read when not by tags: every match of a pattern, its groups the output columns.

    With `parser_name: list`, every item of a numbered, bulleted or JSON list is a record of the one output column.
    `parser_name: json` says no more than the block's `json_schema` does.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    parser_name: Literal["custom", "json", "list"] | None = None
    parsing_pattern: str | None = None
    parser_cleanup_tags: tuple[str, ...] = ()

    @cached_property
    def pattern(self) -> regex.Pattern[str] | None:
        """Return the pattern; None when answers are read by tags."""
        return None if self.parsing_pattern is None else compile_pattern(self.parsing_pattern)

    @model_validator(mode="after")
    def _pattern_and_name_go_together(self) -> ParserKwargs:
        if (self.parser_name == "custom") != (self.parsing_pattern is not None):
            raise ValueError("parser_name: custom and parsing_pattern go together")
        _ = self.pattern
        return self

    def check_columns(self, prompts: Iterable[Prompt], columns: int) -> None:
        """Raise ValueError when the pattern, a list, or the tags of a prompt otherwise, cannot fill the columns."""
        if self.pattern is not None:
            return check_groups(self.pattern, columns)
        if self.parser_name == "list":
            return check_single_column(columns)
        for prompt in prompts:
            prompt.check_tags(columns)

    def read(self, text: str, prompt: Prompt, columns: int) -> Parsed:
        """Read an answer to a prompt: by the pattern, as a list, or by the prompt's tags."""
        if self.pattern is not None:
            return read_pattern(text, self.pattern, self.parser_cleanup_tags)
        if self.parser_name == "list":
            return read_list(text)
        return read_tags(text, prompt.start_tags[:columns], prompt.end_tags[:columns])


def check_single_column(columns: int) -> None:
    """Raise ValueError unless there is one column, which the items of a list can fill."""
    if columns != 1:
        raise ValueError(f"parser_name: list fills one column; found {columns} output_cols")
