"""Base classes of blocks whose outcome for a row depends on other rows, for tables larger than memory."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import ClassVar

import pyarrow as pa

from sdg_flows.core.block import Outcome, TableBlock
from sdg_flows.core.rows import Rows


class TwoPassBlock(TableBlock):
    """A block in two passes: each part of a table is summarized, then a verdict from all summaries is applied to it.

    The concatenated outcomes of the parts are the outcome of the whole table, however it is split.
    """

    whole_table: ClassVar[bool] = True

    @abstractmethod
    def summarize(self, table: pa.Table) -> pa.Table:
        """Summarize a part; the result is small, such as some bytes a row, or counts."""

    @abstractmethod
    def apply(self, table: pa.Table, verdict: pa.Table) -> Outcome:
        """Apply its verdict to a part: return the rows kept and rejected."""


class WholeTableBlock(TwoPassBlock):
    """A two-pass block whose verdicts are computed from the summaries alone; each step sees one part at a time."""

    @abstractmethod
    def verdicts(self, summaries: Rows) -> Iterator[pa.Table]:
        """Yield a verdict for each part of `summaries`, in order; they may be read several times."""

    def __call__(self, table: pa.Table) -> Outcome:
        """Return the outcome of a table that is one part."""
        (verdict,) = self.verdicts(Rows.of(self.summarize(table)))
        return self.apply(table, verdict)
