"""How a flow file says that answers are read when not by tags."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

import regex
from pydantic import BaseModel, ConfigDict, model_validator


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
        """Give the pattern, in which a dot matches line ends too; None when answers are read by tags."""
        return None if self.parsing_pattern is None else regex.compile(self.parsing_pattern, regex.DOTALL)

    @model_validator(mode="after")
    def _pattern_and_name_go_together(self) -> ParserKwargs:
        if (self.parser_name == "custom") != (self.parsing_pattern is not None):
            raise ValueError("parser_name: custom and parsing_pattern go together")
        try:
            _ = self.pattern
        except regex.error as error:
            raise ValueError(f"parsing_pattern is no regular expression: {error}") from error
        return self

    def refuse_other_groups(self, columns: int) -> None:
        """Raise ValueError when there is a pattern whose groups are not as many as the columns."""
        if self.pattern is not None and max(self.pattern.groups, 1) != columns:
            raise ValueError(f"parsing_pattern has {self.pattern.groups} groups for {columns} output_cols")
