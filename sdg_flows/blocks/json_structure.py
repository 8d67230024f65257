from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
from pydantic import Field, model_validator

from sdg_flows.core.block import REJECTED, Outcome, TableBlock, rejection
from sdg_flows.core.columns import Columns
from sdg_flows.core.named_columns import Names, NewName
from sdg_flows.core.table import iter_rows, with_column


class JSONStructureBlock(TableBlock):
    """Write the cells of `input_cols`, in that order, as one JSON object into the one of `output_cols`.

    Numbers, booleans, lists and records stay what they are; a null cell is null. The text of a column in `json_cols` is
    JSON itself and nested as it is. Dates and other cells that JSON lacks become text, unless
    `ensure_json_serializable` is false. `pretty_print` writes the object over several lines.

    Rows: n in, at most n out, order kept. A row whose cell in `json_cols` cannot be read is rejected with
    `invalid_json`, one with a cell that JSON lacks with `not_json`.
    Columns: needs `input_cols`; adds the one of `output_cols` as text.

    Source: sdg_hub `JSONStructureBlock`, which made text of numbers.

    Example:
        - name: pack_answer            # answer and score in; packed added
          type: JSONStructureBlock
          config: {input_cols: [answer, score], output_cols: packed}
    """

    input_cols: Names = Field(min_length=1)
    output_cols: NewName
    json_cols: Names = ()
    ensure_json_serializable: bool = True
    pretty_print: bool = False

    @model_validator(mode="after")
    def _packed_columns_only(self) -> JSONStructureBlock:
        for name in self.json_cols:
            if name not in self.input_cols:
                raise ValueError(f"json_cols names {name!r}, which is none of input_cols: {', '.join(self.input_cols)}")
        return self

    @property
    def columns(self) -> Columns:
        """Need the packed columns, add the JSON text."""
        return Columns(needs=self.input_cols, adds=self.output_cols, types={self.output_cols[0]: pa.string()})

    def __call__(self, table: pa.Table) -> Outcome:
        """Return the table with the JSON texts."""
        texts: list[str] = []
        stays: list[bool] = []
        rejected: list[dict[str, Any]] = []
        for row in iter_rows(table):
            text, reason, detail = self._packed(row)
            stays.append(reason is None)
            if reason is None:
                texts.append(text)
            else:
                rejected.append(rejection(row, reason, detail))
        kept = table.filter(pa.array(stays, pa.bool_()))
        packed = with_column(kept, self.output_cols[0], pa.array(texts, pa.string()))
        return Outcome(packed, pa.Table.from_pylist(rejected, schema=REJECTED))

    def _packed(self, row: Mapping[str, Any]) -> tuple[str, str | None, str | None]:
        """Return the JSON text of a row, or the reason why there is none, and its detail."""
        try:
            cells = {name: self._cell(name, row[name]) for name in self.input_cols}
        except ValueError as error:
            return "", "invalid_json", str(error)
        default = str if self.ensure_json_serializable else None
        indent = 2 if self.pretty_print else None
        try:
            return json.dumps(cells, ensure_ascii=False, allow_nan=False, default=default, indent=indent), None, None
        except (TypeError, ValueError) as error:
            return "", "not_json", str(error)

    def _cell(self, name: str, value: Any) -> Any:  # noqa: ANN401  whatever a cell or JSON holds
        return json.loads(value) if name in self.json_cols and isinstance(value, str) else value
