from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import model_validator

from sdg_flows.core.block import LINEAGE, Outcome, TableBlock, reject
from sdg_flows.core.columns import Columns
from sdg_flows.core.errors import ColumnsError
from sdg_flows.core.named_columns import OneName
from sdg_flows.core.table import ROW_ID, child_id, concat_tables, with_column


class LLMResponseExtractorBlock(TableBlock):
    """Take the texts out of the messages that the teacher answered with.

    Rows: a row for each message out, by row and then by place, as children of their row; without `expand_lists`, n in
    and at most n out under their own ids. A null list is rejected with `null_value`, an empty one with `empty_list`.
    Columns: needs the one of `input_cols`, lists of messages such as `LLMMessagesBlock` makes `as_messages`; adds, each
    under `field_prefix` (the block's name and `_` unless set), `content` and, when asked to, `reasoning_content`: a
    text that is null where a message has none; without `expand_lists`, a list of them.

    Raises:
        ColumnsError: the column holds something else than lists of messages.

    Source: sdg_hub `LLMResponseExtractorBlock`.

    Example:
        - name: extract_answer         # answers in; answer_content added
          type: LLMResponseExtractorBlock
          config: {input_cols: answers, field_prefix: answer_}
    """

    input_cols: OneName
    extract_content: bool = True
    extract_reasoning_content: bool = False
    expand_lists: bool = True
    field_prefix: str = ""

    @model_validator(mode="before")
    @classmethod
    def _name_as_prefix(cls, settings: dict[str, Any]) -> dict[str, Any]:
        """Make the name a setting, since columns are named by it."""
        return {**settings, "field_prefix": settings.get("field_prefix") or f"{settings.get('name')}_"}

    @model_validator(mode="after")
    def _something_is_extracted(self) -> LLMResponseExtractorBlock:
        if not self.extract_content and not self.extract_reasoning_content:
            raise ValueError("nothing is extracted; set extract_content or extract_reasoning_content")
        return self

    @property
    def columns(self) -> Columns:
        """Need the messages, and add what is taken out of them."""
        kind = pa.string() if self.expand_lists else pa.list_(pa.string())
        return Columns(needs=self.input_cols, adds=self._fields, types=dict.fromkeys(self._fields, kind))

    @property
    def _fields(self) -> dict[str, str]:
        """Return the fields of a message that are taken, by the column that each fills."""
        asked = {"content": self.extract_content, "reasoning_content": self.extract_reasoning_content}
        return {f"{self.field_prefix}{field}": field for field, wanted in asked.items() if wanted}

    def __call__(self, table: pa.Table) -> Outcome:
        """Return a row for each message, or each row with the texts of its messages."""
        found = self._messages(table)
        lengths = pc.list_value_length(found)
        empty = concat_tables(
            [reject(table, pc.is_null(found), "null_value"), reject(table, pc.equal(lengths, 0), "empty_list")]
        )
        some = pc.fill_null(pc.greater(lengths, 0), False)
        rows, lengths = table.filter(some), pc.filter(lengths, some).cast(pa.int32())
        messages = pc.list_flatten(found.filter(some))
        texts = {column: _texts(messages, field) for column, field in self._fields.items()}
        if self.expand_lists:
            return _expanded(rows, lengths, texts, empty)
        offsets = pa.concat_arrays([pa.array([0], pa.int32()), pc.cumulative_sum(lengths)])
        for column, values in texts.items():
            rows = with_column(rows, column, pa.ListArray.from_arrays(offsets, values))
        return Outcome(rows, empty)

    def _messages(self, table: pa.Table) -> pa.Array:
        """Return the column in one piece."""
        (column,) = self.input_cols
        kind = table[column].type
        messages = kind.value_type if pa.types.is_list(kind) else None
        if messages is None or not pa.types.is_struct(messages) or self._is_nested(messages):
            raise ColumnsError(f"block {self.name!r}: column {column!r} holds {kind}. Expected lists of messages.")
        return pa.concat_arrays(table[column].chunks or [pa.array([], kind)])

    def _is_nested(self, messages: pa.StructType) -> bool:
        """Return whether a field that is taken holds no texts, but lists or records, such as parts of a message."""
        return any(pa.types.is_nested(field.type) for field in messages if field.name in self._fields.values())


def _texts(messages: pa.StructArray, field: str) -> pa.Array:
    """Return a field of each message; nulls when no message has it."""
    if messages.type.get_field_index(field) < 0:
        return pa.nulls(len(messages), pa.string())
    return pc.struct_field(messages, field).cast(pa.string())


def _expanded(rows: pa.Table, lengths: pa.Array, texts: dict[str, pa.Array], rejected: pa.Table) -> Outcome:
    """Return the rows with a child for each message, and where each child comes from."""
    counts = lengths.to_pylist()
    parents = [parent for parent, count in enumerate(counts) for _ in range(count)]
    kept = rows.take(pa.array(parents, pa.int64()))
    parent_ids = kept[ROW_ID].to_pylist()
    places = [place for count in counts for place in range(count)]
    ids = pa.array(map(child_id, parent_ids, places), pa.string())
    born = {ROW_ID: ids, "parent_id": parent_ids, "answer_key": pa.nulls(len(ids), pa.string())}
    for column, values in {ROW_ID: ids, **texts}.items():
        kept = with_column(kept, column, values)
    return Outcome(kept, rejected, pa.table(born, schema=LINEAGE))
