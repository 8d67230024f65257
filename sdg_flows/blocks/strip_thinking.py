from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field

from sdg_flows.core.block import Outcome, TableBlock, reject
from sdg_flows.core.columns import Columns
from sdg_flows.core.table import concat_tables, with_column
from sdg_flows.core.text_cells import text_cells


class StripThinkingBlock(TableBlock):
    """Keep of each text what stands after its last closing `tag`, stripped; what a model thought before goes.

    A text without the tag stays as it is. With `reasoning_col`, what stood before the tag is kept there, without
    `open_tag`; null for a text without the tag.
    Rows: n in, at most n out, order kept. A row with a null cell is rejected with `null_value`, one whose thinking is
    opened and never closed with `unclosed_thinking`.
    Columns: needs and overwrites `column`; adds `reasoning_col` when it is set.

    Raises:
        ColumnsError: the column holds lists or records.

    Source: post-processing of thinking in SDG Framework examples.

    Example:
        - name: answers_without_thinking
          type: StripThinkingBlock
          config: {column: answer, reasoning_col: answer_reasoning}
    """

    column: str
    reasoning_col: str | None = None
    tag: str = Field(default="</think>", min_length=1)
    open_tag: str = Field(default="<think>", min_length=1)

    @property
    def columns(self) -> Columns:
        """Overwrite the column, add the reasoning."""
        made = (self.column,) if self.reasoning_col is None else (self.column, self.reasoning_col)
        return Columns(needs=(self.column,), adds=made, types=dict.fromkeys(made, pa.string()))

    def __call__(self, table: pa.Table) -> Outcome:
        """Return the table with the texts that are left."""
        texts = text_cells(table, self.column, self.name)
        closed = pc.match_substring(texts, self.tag)
        unclosed = pc.and_(pc.match_substring(texts, self.open_tag), pc.invert(closed))
        stays = pc.fill_null(pc.invert(unclosed), False)
        kept = self._stripped(table.filter(stays), texts.filter(stays))
        rejected = [reject(table, pc.is_null(texts), "null_value"), reject(table, unclosed, "unclosed_thinking")]
        return Outcome(kept, concat_tables(rejected))

    def _stripped(self, table: pa.Table, texts: pa.ChunkedArray) -> pa.Table:
        pattern = rf"(?s)^(?:\s*{re.escape(self.open_tag)})?(?P<before>.*){re.escape(self.tag)}(?P<after>.*)$"
        cut = pc.extract_regex(texts, pattern=pattern)
        after = pc.utf8_trim_whitespace(pc.struct_field(cut, ["after"]))
        left = with_column(table, self.column, pc.coalesce(after, texts))
        if self.reasoning_col is None:
            return left
        return with_column(left, self.reasoning_col, pc.utf8_trim_whitespace(pc.struct_field(cut, ["before"])))
