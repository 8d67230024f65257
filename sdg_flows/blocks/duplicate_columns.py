from __future__ import annotations

import pyarrow as pa

from sdg_flows.core.block import Outcome, TableBlock
from sdg_flows.core.columns import Columns
from sdg_flows.core.named_columns import NewNameOfEach


class DuplicateColumnsBlock(TableBlock):
    """Copy each column that `columns_map` names to its new name, in the order written, so `{a: b, b: c}` works.

    Rows: n in, n out, order kept; none is rejected.
    Columns: needs the sources that are not copies themselves; adds the copies, which must not be there yet.

    Source: InstructLab `DuplicateColumnsBlock`.

    Example:
        - name: keep_original
          type: DuplicateColumnsBlock
          config:
            columns_map: {document: base_document}
    """

    columns_map: NewNameOfEach

    @property
    def columns(self) -> Columns:
        """Need the sources, add the copies."""
        copies = tuple(self.columns_map.values())
        needs = [source for at, source in enumerate(self.columns_map) if source not in copies[:at]]
        return Columns(needs=needs, adds=copies, absent=copies)

    def __call__(self, table: pa.Table) -> Outcome:
        """Return the table with the copies as its last columns."""
        for source, copy in self.columns_map.items():
            table = table.append_column(copy, table[source])
        return Outcome(table)
