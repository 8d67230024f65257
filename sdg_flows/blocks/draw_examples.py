from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
from pydantic import PositiveInt

from sdg_flows.core.block import Outcome
from sdg_flows.core.columns import Columns
from sdg_flows.core.rows import Rows
from sdg_flows.core.seeded_random import uniform_numbers
from sdg_flows.core.table import ROW_ID, with_column
from sdg_flows.core.text_cells import text_cells
from sdg_flows.core.whole_table import WholeTableBlock

_DRAWS = 4
"""Places that are drawn for each example that is wanted, and for the row's own text: some hold one that is there."""


class DrawExamplesBlock(WholeTableBlock):
    """Give each row a list of `num_examples` texts that other rows have in `column`, drawn by chance.

    No list holds a text twice, nor the row's own; a table with few different texts gives shorter lists. What is drawn
    depends on `random_seed` and the rows alone.

    Rows: n in, n out, order kept; none is rejected. Looks at the whole table, and has the texts of `column` in memory.
    Columns: needs `column`; adds `output_col`, a list of texts.

    Raises:
        ColumnsError: the column holds lists or records.

    Source: Self-Instruct (Wang et al. 2023), which shows eight drawn instructions in each request.

    Example:
        - name: draw_examples          # instruction in; examples added
          type: DrawExamplesBlock
          config: {column: instruction, num_examples: 8, output_col: examples}
    """

    column: str
    num_examples: PositiveInt
    output_col: str
    random_seed: int = 0

    @property
    def columns(self) -> Columns:
        """Need the texts, add those drawn."""
        return Columns(needs=(self.column,), adds=(self.output_col,), types={self.output_col: pa.list_(pa.string())})

    def summarize(self, table: pa.Table) -> pa.Table:
        """Return the id and the text of each row."""
        return pa.table({ROW_ID: table[ROW_ID], "text": text_cells(table, self.column, self.name)})

    def verdicts(self, summaries: Rows) -> Iterator[pa.Table]:
        """Yield for each row the texts that it is given."""
        pool = list(dict.fromkeys(text for text in summaries.table(["text"])["text"].to_pylist() if text is not None))
        for part in summaries.tables():
            drawn = [self._drawn(row["row_id"], row["text"], pool) for row in part.to_pylist()]
            yield pa.table({"drawn": pa.array(drawn, pa.list_(pa.string()))})

    def apply(self, table: pa.Table, verdict: pa.Table) -> Outcome:
        """Return the rows with their texts."""
        return Outcome(with_column(table, self.output_col, verdict["drawn"]))

    def _drawn(self, row_id: str, own: str | None, pool: list[str]) -> list[str]:
        draws = _DRAWS * (self.num_examples + 1)
        if len(pool) <= draws:
            by_chance = uniform_numbers(self.random_seed, (f"{row_id}\x1f{at}" for at in range(len(pool)))).argsort()
        else:
            tries = (f"{row_id}\x1f{at}" for at in range(draws))
            by_chance = (uniform_numbers(self.random_seed, tries) * len(pool)).astype(int)
        texts = dict.fromkeys(pool[place] for place in by_chance)
        return [text for text in texts if text != own][: self.num_examples]
