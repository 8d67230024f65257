from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field, field_validator

from sdg_flows.core.block import Outcome, reject
from sdg_flows.core.columns import Columns
from sdg_flows.core.table import ROW_ID
from sdg_flows.core.whole_table import TwoPassBlock

APPROVED, REJECTED = "approved", "rejected"
VERDICT = pa.schema([(ROW_ID, pa.string()), ("verdict", pa.string()), ("note", pa.string())])
"""What people say of a row; a note says why."""


class HumanReviewBlock(TwoPassBlock):
    """Wait until people have approved or rejected each row; those that they approve go on.

    They see `show` and the row's id, in a file of JSON lines in the work directory, and write a verdict into each
    line; the same command then goes on. A run that a deployment began is suspended, and asks in the Prefect UI.

    Rows: n in, at most n out, order kept; the others are rejected with reason `not_approved` and the reviewer's note
    as detail. Looks at the whole table. In `sdg-flows plan` and a preview nobody is asked, and all rows go on.
    Columns: needs `show`, none of them called row_id, verdict or note.

    Source: the review gates of NeMo Data Designer and Kiln, as a step of the pipeline.

    Example:
        - name: people_agree             # question, response in
          type: HumanReviewBlock
          config: {show: [question, response]}
    """

    show: tuple[str, ...] = Field(min_length=1)

    @field_validator("show")
    @classmethod
    def _nothing_that_people_write(cls, show: tuple[str, ...]) -> tuple[str, ...]:
        for name in show:
            if name in VERDICT.names:
                raise ValueError(f"each line has a {name!r} of its own; rename the column before")
        return show

    @property
    def columns(self) -> Columns:
        """Need `show`."""
        return Columns(needs=self.show)

    def summarize(self, table: pa.Table) -> pa.Table:
        """Return what people see of each row."""
        return table.select([ROW_ID, *self.show])

    def apply(self, table: pa.Table, verdict: pa.Table) -> Outcome:
        """Return the approved rows; `verdict` has the columns of `VERDICT`, a row for each row."""
        approved = pc.equal(verdict["verdict"], APPROVED)
        notes = verdict.filter(pc.invert(approved))["note"]
        return Outcome(table.filter(approved), reject(table, pc.invert(approved), "not_approved", notes))

    def __call__(self, table: pa.Table) -> Outcome:
        """Let all rows go on: nobody has been asked."""
        return Outcome(table)
