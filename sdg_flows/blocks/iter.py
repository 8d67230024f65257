from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Generic, TypeVar

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import ConfigDict, NonNegativeInt

from sdg_flows.core.block import LINEAGE, Block, Outcome, TableBlock, TeacherBlock, reject
from sdg_flows.core.columns import Columns
from sdg_flows.core.exchange import Answer, Request
from sdg_flows.core.identity import Plain
from sdg_flows.core.table import ROW_ID, child_ids, concat_tables, with_column

Inner = TypeVar("Inner", bound=Block)


def iterated(name: str, num_iters: int, inner: Block) -> Block:
    """Return a block that runs `inner` several times on the same rows; it asks the teacher if `inner` does."""
    kind = IterTeacherBlock if isinstance(inner, TeacherBlock) else IterBlock
    asks = {"teacher": inner.teacher} if isinstance(inner, TeacherBlock) else {}
    return kind.model_validate({"name": name, "num_iters": num_iters, "block": inner, **asks})


def _as_written(schema: dict[str, Any]) -> None:
    """Describe the settings as a flow file has them: the inner block's type, and its settings beside it."""
    schema["properties"].pop("block")
    schema["properties"]["block_type"] = {"type": "string", "description": "The inner block's type."}
    schema["required"] = ["num_iters", "block_type"]
    schema["additionalProperties"] = True


class _Iterated(Block, Generic[Inner]):
    model_config = ConfigDict(json_schema_extra=_as_written)

    num_iters: NonNegativeInt
    block: Inner

    @property
    def columns(self) -> Columns:
        """Return the inner block's."""
        return self.block.columns

    @property
    def settings(self) -> Plain:
        """Return the number of iterations and what decides the inner block's outcome."""
        inner = self.block
        return {"num_iters": self.num_iters, "block": [type(inner).__name__, inner.version, inner.settings]}


class IterBlock(_Iterated[TableBlock], TableBlock):
    """Run the block of type `block_type` `num_iters` times on the same rows, and put what it makes under one another.

    The settings of the inner block stand beside `num_iters` and `block_type`. An inner block that asks the teacher has
    draws of its own in each iteration; at temperature 0 equal requests have one answer.

    Rows: what the inner block makes, all rows of the first iteration, then those of the second, within each shard. Each
    is made anew from its row in each iteration, so even a kept or rejected row has an id of its own and lineage. With
    `num_iters: 0` every row is rejected with `no_iterations`. An inner block that looks at the whole table has it in
    memory.
    Columns: those of the inner block.

    Source: InstructLab `IterBlock`, whose inner block could keep state from one iteration to the next.

    Example:
        - name: sample_documents_twice
          type: IterBlock
          config: {num_iters: 2, block_type: SamplerBlock, input_cols: facts, output_cols: drawn, num_samples: 3}
    """

    @property
    def whole_table(self) -> bool:  # pyright: ignore[reportIncompatibleVariableOverride]  as its inner block is
        """Return True when the inner block must see every row of the table at once."""
        return self.block.whole_table

    def __call__(self, table: pa.Table) -> Outcome:
        """Return the rows of all iterations."""
        if self.num_iters == 0:
            return _none(table, self.block(table.slice(0, 0)))
        turns = [_turn(table, at) for at in range(self.num_iters)]
        return _gathered([_from(table, turn, self.block(turn)) for turn in turns])


class IterTeacherBlock(_Iterated[TeacherBlock], TeacherBlock):
    """An `IterBlock` whose inner block asks the teacher."""

    def requests(self, table: pa.Table) -> list[Request]:
        """Return the inner block's requests in each iteration, with draws and seeds that go on from the one before."""
        asked: list[Request] = []
        for at in range(self.num_iters):
            own = self.block.requests(_turn(table, at))
            draws = max((request.draw + 1 for request in own), default=0)
            asked += [_later(request, at * draws) for request in own]
        return asked

    def read(self, table: pa.Table, answers: Sequence[Answer]) -> Outcome:
        """Return the rows that the inner block reads from the answers of each iteration."""
        if self.num_iters == 0:
            return _none(table, self.block.read(table.slice(0, 0), []))
        outcomes: list[Outcome] = []
        for turn in (_turn(table, at) for at in range(self.num_iters)):
            ids = set(turn[ROW_ID].to_pylist())
            own = [answer for answer in answers if answer.row_id in ids]
            outcomes.append(_from(table, turn, self.block.read(turn, own)))
        return _gathered(outcomes)


def _turn(table: pa.Table, at: int) -> pa.Table:
    """Return the rows as an iteration has them: under ids of their own."""
    ids = child_ids(table[ROW_ID].to_pylist(), at)
    return with_column(table, ROW_ID, pa.array(ids, pa.string()))


def _later(request: Request, draws: int) -> Request:
    seed = request.params.get("seed")
    params = request.params if seed is None else {**request.params, "seed": seed + draws}
    return replace(request, draw=request.draw + draws, params=params)


def _from(table: pa.Table, turn: pa.Table, outcome: Outcome) -> Outcome:
    """Return an outcome whose lineage leads to the rows of the table, not to those of the iteration."""
    parents = table[ROW_ID].combine_chunks()
    ids = turn[ROW_ID].combine_chunks()
    made = outcome.lineage
    made = made.set_column(1, LINEAGE.field(1), parents.take(pc.index_in(made["parent_id"], value_set=ids)))
    left = pc.unique(pa.chunked_array([*outcome.kept[ROW_ID].chunks, *outcome.rejected[ROW_ID].chunks], pa.string()))
    same = left.filter(pc.is_in(left, value_set=ids))
    own = [same, parents.take(pc.index_in(same, value_set=ids)), pa.nulls(len(same), pa.string())]
    return Outcome(outcome.kept, outcome.rejected, concat_tables([pa.table(own, schema=LINEAGE), made]))


def _gathered(outcomes: Sequence[Outcome]) -> Outcome:
    return Outcome(
        concat_tables([outcome.kept for outcome in outcomes]),
        concat_tables([outcome.rejected for outcome in outcomes]),
        concat_tables([outcome.lineage for outcome in outcomes]),
    )


def _none(table: pa.Table, of_no_rows: Outcome) -> Outcome:
    return Outcome(of_no_rows.kept, reject(table, pa.repeat(True, table.num_rows), "no_iterations"))
