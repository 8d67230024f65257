from __future__ import annotations

from functools import cached_property

import pyarrow as pa
import regex
from pydantic import model_validator

from sdg_flows.core.block import Outcome, TableBlock
from sdg_flows.core.columns import Columns
from sdg_flows.core.named_columns import Names, NewNames, OneName
from sdg_flows.core.parsing import Parsed, read_pattern
from sdg_flows.core.reading_rows import rows_read, texts_of


class RegexParserBlock(TableBlock):
    r"""Read every match of `parsing_pattern` out of a column, its groups into `output_cols`.

    A dot matches line ends too. A pattern without a group gives the whole match. The texts of `parser_cleanup_tags` are
    removed from the values.

    Rows: a row for every match in each text out, by row, then text of its list, then place in the text, as children of
    their row. A text without a match is a rejected row of its own: `no_match`, or `slow_pattern` when the pattern takes
    too long. A row without a text is rejected with `null_value`, one with an empty list with `empty_list`.
    Columns: needs the one of `input_cols`, texts or lists of texts; adds `output_cols` as text.

    Raises:
        ColumnsError: the column holds something else than texts or lists of texts.

    Source: sdg_hub `RegexParserBlock`, where lists of texts made lists of values.

    Example:
        - name: read_scores            # said in; reason and score added
          type: RegexParserBlock
          config:
            input_cols: said
            output_cols: [reason, score]
            parsing_pattern: 'Reason:(.*?)Score:(.*?)(?:$|\n)'
    """

    input_cols: OneName
    output_cols: NewNames
    parsing_pattern: str
    parser_cleanup_tags: Names = ()

    @model_validator(mode="after")
    def _a_group_for_each_column(self) -> RegexParserBlock:
        try:
            groups = self._pattern.groups
        except regex.error as error:
            raise ValueError(f"parsing_pattern is no regular expression: {error}") from error
        if max(groups, 1) != len(self.output_cols):
            raise ValueError(f"parsing_pattern has {groups} groups for {len(self.output_cols)} output_cols")
        return self

    @property
    def columns(self) -> Columns:
        """Need the column of texts, add the values."""
        types = {name: pa.string() for name in self.output_cols}
        return Columns(needs=self.input_cols, adds=self.output_cols, types=types)

    def __call__(self, table: pa.Table) -> Outcome:
        """Give a row for each match."""
        return rows_read(table, texts_of(table, self.input_cols[0], self.name), self._records, self.columns.types)

    @cached_property
    def _pattern(self) -> regex.Pattern[str]:
        return regex.compile(self.parsing_pattern, regex.DOTALL)

    def _records(self, text: str) -> Parsed:
        return read_pattern(text, self._pattern, self.parser_cleanup_tags)
