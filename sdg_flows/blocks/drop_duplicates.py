from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field

from sdg_flows.core.block import Outcome, reject
from sdg_flows.core.columns import Columns
from sdg_flows.core.equal_rows import FIRST, first_equal_ids, with_digests
from sdg_flows.core.rows import Rows
from sdg_flows.core.whole_table import WholeTableBlock


class DropDuplicatesBlock(WholeTableBlock):
    """Keep the first row, in input order, of the rows that are equal in all of `cols`. Nulls are equal to each other.

    Rows: n in, at most n out, order kept; the others are rejected with reason `duplicate` and the id of the row that
    stayed as detail. Looks at the whole table.
    Columns: needs `cols`.

    Source: InstructLab `drop_duplicates`, which a flow file may write under any block; counted there within each batch.

    Example:
        - name: ask_each_question_once
          type: DropDuplicatesBlock
          config: {cols: [question]}
    """

    cols: tuple[str, ...] = Field(min_length=1)

    @property
    def columns(self) -> Columns:
        """Need `cols`."""
        return Columns(needs=self.cols)

    def summarize(self, table: pa.Table) -> pa.Table:
        """Return a digest of each row's cells in `cols`."""
        return with_digests(table, self.cols)

    def verdicts(self, summaries: Rows) -> Iterator[pa.Table]:
        """Yield for each row the id of the first one that is equal to it, null for that one."""
        return first_equal_ids(summaries)

    def apply(self, table: pa.Table, verdict: pa.Table) -> Outcome:
        """Return the first of equal rows."""
        stays = pc.is_null(verdict[FIRST])
        rejected = reject(table, pc.invert(stays), "duplicate", verdict[FIRST].drop_null())
        return Outcome(table.filter(stays), rejected)
