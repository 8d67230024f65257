from __future__ import annotations

import pyarrow as pa
from pydantic import field_validator

from sdg_flows.core.block import Outcome, TableBlock
from sdg_flows.core.columns import Columns


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

    columns_map: dict[str, str]

    @field_validator("columns_map")
    @classmethod
    def _one_old_name_each(cls, columns_map: dict[str, str]) -> dict[str, str]:
        news = list(columns_map.values())
        for new in news:
            if news.count(new) > 1:
                raise ValueError(f"two columns are renamed to {new!r}; give each its own name")
        return columns_map

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
        """Give the table under its new names."""
        stay = [name for name in table.column_names if name not in self.columns_map]
        moved = table.select([*stay, *self.columns_map])
        return Outcome(moved.rename_columns([*stay, *self.columns_map.values()]))
