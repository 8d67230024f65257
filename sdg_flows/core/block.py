"""What a block is: one pure step, its settings the `config` of the YAML, and the outcome it returns."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, ConfigDict

from sdg_flows.core.columns import Columns
from sdg_flows.core.exchange import Answer, Request
from sdg_flows.core.identity import Plain, digest
from sdg_flows.core.row_texts import rows_as_json
from sdg_flows.core.scores import FilterCells
from sdg_flows.core.table import ROW_ID, without_columns

REJECTED = pa.schema(
    [
        pa.field(ROW_ID, pa.string(), nullable=False),
        pa.field("reason", pa.string(), nullable=False),
        pa.field("detail", pa.string()),
        pa.field("answer_key", pa.string()),
        pa.field("row", pa.string(), nullable=False),
    ]
)
"""A rejected row: its id, why it left, the answer it came from, and its columns as JSON text."""

LINEAGE = pa.schema(
    [
        pa.field(ROW_ID, pa.string(), nullable=False),
        pa.field("parent_id", pa.string(), nullable=False),
        pa.field("answer_key", pa.string()),
    ]
)
"""A made row: its id, the row it was made from, and the answer that made it."""


@dataclass(frozen=True)
class Outcome:
    """What a block makes of a table: rows that go on, rows that leave, and where new ids came from.

    Every row in is in `kept` or `rejected` under its own id, or is the parent of a row there, by `lineage`.
    """

    kept: pa.Table
    rejected: pa.Table = field(default_factory=REJECTED.empty_table)
    lineage: pa.Table = field(default_factory=LINEAGE.empty_table)


class Block(BaseModel, ABC):
    """One pure step of a pipeline. Its fields are the keys of the step's `config` in a flow file, and `name`.

    A block does not log, read files, look at the clock or open a connection. Same table, same settings, same outcome.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    version: ClassVar[int] = 1
    """Part of the checkpoint key: raised when the block's outcome changes for equal settings."""
    whole_table: ClassVar[bool] = False
    """True when the block must see every row of the table: at once, in memory, unless it is a `TwoPassBlock`."""

    name: str

    @property
    @abstractmethod
    def columns(self) -> Columns:
        """Say which columns the block needs, adds and removes."""

    @property
    def settings(self) -> Plain:
        """Return what decides the outcome: every field but the name that is not at its default, as plain JSON."""
        return self.model_dump(mode="json", exclude={"name"}, exclude_defaults=True)


def settings_digest(block: Block) -> str:
    """Return a digest of all that decides the outcome of a block: its type, version and settings."""
    return digest("block", type(block).__name__, block.version, block.settings)


class TableBlock(Block):
    """A block that looks at its table only. Column work uses Arrow kernels and stays cheap at a million rows."""

    row_by_row: ClassVar[bool] = False
    """True when texts of each row are made or parsed: then it is worth sending the rows to a worker."""
    parses: ClassVar[bool] = False
    """True when a row leaves because its text cannot be read: `sdg-flows retry` then asks for that text anew."""

    @abstractmethod
    def __call__(self, table: pa.Table) -> Outcome:
        """Return the rows that go on and the rows that leave."""

    def filter_cells(self, table: pa.Table) -> FilterCells | None:
        """Return the scores by which the block keeps rows; None when it looks at none."""
        return None


class TeacherBlock(Block):
    """A block that asks the teacher, as two pure halves: what to ask, and what the answers mean.

    `teacher` names one of the endpoints of the teacher file; without it the run's own is asked.
    """

    teacher: str | None = None

    @abstractmethod
    def requests(self, table: pa.Table) -> list[Request]:
        """Return the requests of the table's rows, in row order; none for a row that cannot be asked about."""

    @abstractmethod
    def read(self, table: pa.Table, answers: Sequence[Answer]) -> Outcome:
        """Return the rows that the answers make. `answers` are those of `requests(table)`, in that order."""


def rejection(row: Mapping[str, Any], reason: str, detail: str | None = None) -> dict[str, Any]:
    """Return one rejected row under its own id."""
    return {
        ROW_ID: row[ROW_ID],
        "reason": reason,
        "detail": detail,
        "answer_key": None,
        "row": json.dumps({k: v for k, v in row.items() if k != ROW_ID}, ensure_ascii=False, default=str),
    }


def reject(
    table: pa.Table, mask: pa.Array | pa.ChunkedArray, reason: str, details: pa.Array | pa.ChunkedArray | None = None
) -> pa.Table:
    """Return the masked rows as rejected rows with one reason; `details` has one for each of them."""
    leaving = table.filter(pc.fill_null(mask, False))
    nothing = pa.nulls(leaving.num_rows, pa.string())
    reasons = pa.repeat(pa.scalar(reason, pa.string()), leaving.num_rows)
    texts = pa.array(rows_as_json(without_columns(leaving, [ROW_ID])), pa.string())
    found = [leaving[ROW_ID], reasons, nothing if details is None else details, nothing, texts]
    return pa.table(found, schema=REJECTED)
