from __future__ import annotations

from functools import cached_property

import regex
from pydantic import model_validator

from sdg_flows.core.named_columns import Names
from sdg_flows.core.parsing import Parsed, check_groups, compile_pattern, read_pattern
from sdg_flows.core.text_parsing_block import TextParsingBlock


class RegexParserBlock(TextParsingBlock):
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

    parsing_pattern: str
    parser_cleanup_tags: Names = ()

    @model_validator(mode="after")
    def _a_group_for_each_column(self) -> RegexParserBlock:
        check_groups(self._pattern, len(self.output_cols))
        return self

    def parse(self, text: str) -> Parsed:
        """Return a record for each match."""
        return read_pattern(text, self._pattern, self.parser_cleanup_tags)

    @cached_property
    def _pattern(self) -> regex.Pattern[str]:
        return compile_pattern(self.parsing_pattern)
