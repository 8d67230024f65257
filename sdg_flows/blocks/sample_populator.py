from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field, ValidationInfo, field_validator, model_validator

from sdg_flows.core.block import Outcome, TableBlock, reject
from sdg_flows.core.columns import Columns
from sdg_flows.core.prompts import flow_files
from sdg_flows.core.table import with_column
from sdg_flows.core.text_cells import text_cells


class SamplePopulatorBlock(TableBlock):
    """Add to each row the mapping of the YAML file that its `column_name` names.

    A file's key is its name up to the first dot: `drinks/tea.yaml` is `tea`. With `post_fix: v2` the file that is read
    is `drinks/tea_v2.yaml`, and its key is still `tea`. Cells are compared with keys as text.
    Rows: n in, n out, order kept; a row whose cell is no file's key, or is null, is rejected with reason `unknown_key`.
    Columns: needs `column_name`; adds the keys of all mappings, overwriting columns of those names. A mapping without
    one of the keys gives null there.

    Raises:
        ColumnsError: the column holds lists or records.

    Source: InstructLab `SamplePopulatorBlock`.

    Example:
        - name: examples_for_route
          type: SamplePopulatorBlock
          config:
            config_paths: [routes/extraction.yaml, routes/reasoning.yaml]
            column_name: route
    """

    column_name: str
    post_fix: str = ""
    config_paths: dict[str, dict[str, Any]] = Field(min_length=1)

    @field_validator("config_paths", mode="before", json_schema_input_type=tuple[str, ...])
    @classmethod
    def _from_files(cls, given: object, info: ValidationInfo) -> object:
        if isinstance(given, dict):
            return given
        if not isinstance(given, list | tuple):
            raise ValueError(f"config_paths is a list of paths; found {given!r}")  # noqa: TRY004  pydantic reads ValueError
        return _mappings(map(str, given), info.data.get("post_fix", ""), info)

    @model_validator(mode="after")
    def _one_type_each(self) -> SamplePopulatorBlock:
        for name in self._names():
            try:
                self._cells(name)
            except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
                raise ValueError(f"key {name!r} holds values of different types in the files: {error}") from error
        return self

    @property
    def columns(self) -> Columns:
        """Need `column_name`, add the keys of the mappings."""
        types = {name: self._cells(name).type for name in self._names()}
        return Columns(needs=(self.column_name,), adds=tuple(types), types=types)

    def __call__(self, table: pa.Table) -> Outcome:
        """Return the table with the mappings' values."""
        at = pc.index_in(text_cells(table, self.column_name, self.name), value_set=pa.array(self.config_paths))
        known = pc.is_valid(at)
        kept = table.filter(known)
        for name in self._names():
            kept = with_column(kept, name, self._cells(name).take(at.filter(known)))
        return Outcome(kept, reject(table, pc.invert(known), "unknown_key"))

    def _names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for mapping in self.config_paths.values() for name in mapping))

    def _cells(self, name: str) -> pa.Array:
        """Return what each mapping has under a key."""
        return pa.array([mapping.get(name) for mapping in self.config_paths.values()])


def _mappings(paths: Iterable[str], post_fix: str, info: ValidationInfo) -> dict[str, dict[str, Any]]:
    read: dict[str, dict[str, Any]] = {}
    for path in map(PurePosixPath, paths):
        key = path.name.split(".")[0]
        if key in read:
            raise ValueError(f"two files have the key {key!r}; the second is {str(path)!r}")
        file = path.with_name(f"{path.stem}_{post_fix}{path.suffix}") if post_fix else path
        read[key] = flow_files(info).mapping(str(file))
    return read
