from __future__ import annotations

import pyarrow as pa

from sdg_flows.core.block import Outcome, TableBlock
from sdg_flows.core.columns import Columns
from sdg_flows.core.named_columns import NewNameOfEach


class RenameColumnsBlock(TableBlock):
    """Rename each column that `columns_map` names, all at once, so `{a: b, b: a}` swaps two.

    Rows: n in, n out, order kept; none is rejected.
    Columns: needs and removes the old names; adds the new ones as the last columns. A new name must not be there yet.

    Source: InstructLab `RenameColumnsBlock`, where a taken name gave a table with two columns of that name.

    Example:
        - name: corrected_is_document
          type: RenameColumnsBlock
          config:
            columns_map: {document: raw_document, corrected_document: document}
    """

    columns_map: NewNameOfEach

    @property
    def columns(self) -> Columns:
        """Turn the old names into the new ones."""
        news = tuple(self.columns_map.values())
        return Columns(
            needs=tuple(self.columns_map),
            adds=news,
            removes=tuple(self.columns_map),
            absent=[new for new in news if new not in self.columns_map],
        )

    def __call__(self, table: pa.Table) -> Outcome:
        """Return the table under its new names."""
        stay = [name for name in table.column_names if name not in self.columns_map]
        moved = table.select([*stay, *self.columns_map])
        return Outcome(moved.rename_columns([*stay, *self.columns_map.values()]))
