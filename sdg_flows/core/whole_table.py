"""Blocks whose outcome for a row depends on more than the row, over tables that may be larger than memory."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import ClassVar

import pyarrow as pa

from sdg_flows.core.block import Outcome, TableBlock
from sdg_flows.core.rows import Rows


class JudgedBlock(TableBlock):
    """A block that judges each part of a table by a verdict, which rests on the gists of all parts.

    The outcomes of the parts, put under one another, are the outcome of the whole table, wherever it is cut.
    """

    whole_table: ClassVar[bool] = True

    @abstractmethod
    def gist(self, table: pa.Table) -> pa.Table:
        """Give what must be known of a part; small, such as some bytes a row, or counts."""

    @abstractmethod
    def judged(self, table: pa.Table, verdict: pa.Table) -> Outcome:
        """Give the rows of a part that go on and those that leave, by its verdict."""


class WholeTableBlock(JudgedBlock):
    """A block whose outcome for a row depends on all rows, in three pure steps, each of which sees one part at a time.

    Its verdicts follow from the gists.
    """

    @abstractmethod
    def settled(self, gists: Rows) -> Iterator[pa.Table]:
        """Yield a verdict for each part of `gists`, in order; they may be read several times."""

    def __call__(self, table: pa.Table) -> Outcome:
        """Give the outcome of a table that is one part."""
        (verdict,) = self.settled(Rows.of(self.gist(table)))
        return self.judged(table, verdict)
