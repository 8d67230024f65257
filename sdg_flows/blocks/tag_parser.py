from __future__ import annotations

from pydantic import model_validator

from sdg_flows.core.named_columns import Names
from sdg_flows.core.parsing import Parsed, clean_value
from sdg_flows.core.parsing_tags import read_tags
from sdg_flows.core.text_parsing_block import TextParsingBlock


class TagParserBlock(TextParsingBlock):
    """Read the values between tags out of a column into `output_cols`, one pair of tags for each.

    A pair of empty tags takes the whole text. The texts of `parser_cleanup_tags` are removed from the values.

    Rows: a row for every record in each text out, by row, then text of its list, then place in the text, as children of
    their row. A text that is not read to its end is a rejected row of its own: `no_match`, `unclosed_tag`, `uneven` or
    `empty`. A row without a text is rejected with `null_value`, one with an empty list with `empty_list`.
    Columns: needs the one of `input_cols`, texts or lists of texts; adds `output_cols` as text.

    Raises:
        ColumnsError: the column holds something else than texts or lists of texts.

    Source: sdg_hub `TagParserBlock`, where lists of texts made lists of values.

    Example:
        - name: read_questions         # said in; question and answer added
          type: TagParserBlock
          config:
            input_cols: said
            output_cols: [question, answer]
            start_tags: ["[Q]", "[A]"]
            end_tags: ["[/Q]", "[/A]"]
    """

    start_tags: Names
    end_tags: Names
    parser_cleanup_tags: Names = ()

    @model_validator(mode="after")
    def _a_pair_for_each_column(self) -> TagParserBlock:
        starts, ends, asked = len(self.start_tags), len(self.end_tags), len(self.output_cols)
        if not starts == ends == asked:
            raise ValueError(f"there are {starts} start_tags and {ends} end_tags for {asked} output_cols; give as many")
        return self

    def parse(self, text: str) -> Parsed:
        """Return a record for each run of tagged values."""
        parsed = read_tags(text, self.start_tags, self.end_tags)
        records = tuple(
            tuple(clean_value(value, self.parser_cleanup_tags) for value in record) for record in parsed.records
        )
        return Parsed(records, parsed.reason, parsed.detail)
