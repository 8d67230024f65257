from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, TypeAlias

import pyarrow as pa
from pydantic import Field, model_validator

from sdg_flows.core.block import Outcome, TableBlock
from sdg_flows.core.columns import Columns
from sdg_flows.core.json_text import parse_json, to_column_number
from sdg_flows.core.named_columns import NewNames, OneName
from sdg_flows.core.parsing import Parsed
from sdg_flows.core.table import without_columns
from sdg_flows.core.text_parsing_block import parse_rows, text_column

FieldType: TypeAlias = Literal["text", "int", "float", "bool", "texts"]

_TYPES: Mapping[FieldType, pa.DataType] = {
    "text": pa.string(),
    "int": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "texts": pa.list_(pa.string()),
}


class JSONParserBlock(TableBlock):
    """Read the fields `output_cols` of JSON objects out of a column, each into the column of its name.

    A column's name is the field's, after `field_prefix`. Its type is text, in which numbers and nested values are JSON,
    unless `types` says int, float, bool or texts (a list of them). A field that is not there is null.
    `fix_trailing_commas` forgives a comma before a closing bracket, `extract_embedded` words around the JSON. A list at
    the root is the one field `items`; with `expand_lists` each object in it is a row.

    Rows: a row for every object in each text out, by row, then text of its list, then place in it, as children of their
    row. A text that is not read to its end is a rejected row of its own: `invalid_json`, `empty` for a list of no
    objects, or `schema_mismatch` for what is no object or has a field of another type. A row without a text is rejected
    with `null_value`, one with an empty list with `empty_list`.
    Columns: needs the one of `input_cols`, texts or lists of texts, and removes it with `drop_input`; adds the fields.

    Raises:
        ColumnsError: the column holds something else than texts or lists of texts.

    Source: sdg_hub `JSONParserBlock`, where columns depended on the answers and unread rows stayed with empty fields.

    Example:
        - name: read_facts             # said in; parsed_fact and parsed_score added
          type: JSONParserBlock
          config: {input_cols: said, output_cols: [fact, score], field_prefix: parsed_, types: {score: float}}
    """

    row_by_row: ClassVar[bool] = True
    parses: ClassVar[bool] = True

    input_cols: OneName
    output_cols: NewNames
    field_prefix: str = ""
    types: dict[str, FieldType] = Field(default_factory=dict[str, FieldType])
    fix_trailing_commas: bool = True
    extract_embedded: bool = True
    expand_lists: bool = False
    drop_input: bool = False

    @model_validator(mode="after")
    def _fields_and_columns_fit(self) -> JSONParserBlock:
        for name in self.types:
            if name not in self.output_cols:
                raise ValueError(f"types names {name!r}, which is none of output_cols: {', '.join(self.output_cols)}")
        if self.drop_input and self.input_cols[0] in self._added:
            raise ValueError(f"{self.input_cols[0]!r} is dropped by drop_input and made by output_cols; choose one")
        return self

    @property
    def _added(self) -> dict[str, pa.DataType]:
        return {self.field_prefix + name: _TYPES[self.types.get(name, "text")] for name in self.output_cols}

    @property
    def columns(self) -> Columns:
        """Need the column of texts, add the fields."""
        gone = self.input_cols if self.drop_input else ()
        return Columns(needs=self.input_cols, adds=tuple(self._added), removes=gone, types=self._added)

    def __call__(self, table: pa.Table) -> Outcome:
        """Return a row for each object."""
        read = parse_rows(table, text_column(table, self.input_cols[0], self.name), self._records, self._added)
        kept = without_columns(read.kept, self.input_cols) if self.drop_input else read.kept
        return Outcome(kept, read.rejected, read.lineage)

    def _records(self, text: str) -> Parsed:
        """Return a record for each object, up to the first that cannot be read."""
        try:
            found = parse_json(text, fix_commas=self.fix_trailing_commas, embedded=self.extract_embedded)
        except ValueError as error:
            return Parsed(reason="invalid_json", detail=str(error))
        records: list[tuple[Any, ...]] = []
        for one in self._objects(found):
            if not isinstance(one, dict):
                return Parsed(tuple(records), "schema_mismatch", f"found {_json(one)[:80]}; expected an object")
            cells: list[Any] = [_cell(one.get(name), self.types.get(name, "text")) for name in self.output_cols]
            wrong = [name for name, cell in zip(self.output_cols, cells, strict=True) if cell is _WRONG]
            if wrong:
                expected, value = self.types[wrong[0]], _json(one.get(wrong[0]))[:80]
                return Parsed(tuple(records), "schema_mismatch", f"field {wrong[0]!r} is {value}; expected {expected}")
            records.append(tuple(cells))
        return Parsed(tuple(records), None if records else "empty")

    def _objects(self, found: object) -> list[Any]:
        if not isinstance(found, list):
            return [found]
        return found if self.expand_lists else [{"items": found}]


_WRONG = object()


def _cell(value: object, kind: FieldType) -> object:
    """Return a JSON value as a cell of the type, `_WRONG` when it is none."""
    if value is None:
        return None
    if kind == "text":
        return value if isinstance(value, str) else _json(value)
    if kind == "texts":
        return value if isinstance(value, list) and all(isinstance(one, str) for one in value) else _WRONG
    if kind == "bool":
        return value if isinstance(value, bool) else _WRONG
    if isinstance(value, bool) or not isinstance(value, int if kind == "int" else int | float):
        return _WRONG
    try:
        return to_column_number(value, whole=kind == "int")
    except ValueError:
        return _WRONG


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
