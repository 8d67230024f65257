"""Blocks that look at the whole table give the same outcome wherever the table is cut."""

import pyarrow as pa
import pytest

from sdg_flows.blocks.draw_examples import DrawExamplesBlock
from sdg_flows.blocks.drop_duplicates import DropDuplicatesBlock
from sdg_flows.blocks.drop_near_duplicates import DropNearDuplicatesBlock
from sdg_flows.blocks.sample_rows import SampleRowsBlock
from sdg_flows.blocks.set_to_majority_value import SetToMajorityValueBlock
from sdg_flows.blocks.uniform_column_value_setter import UniformColumnValueSetter
from sdg_flows.core.block import Outcome
from sdg_flows.core.rows import Rows
from sdg_flows.core.table import concat_tables
from sdg_flows.core.whole_table import WholeTableBlock

from tables import table

NINE = table(
    text=[None, None, None, "b", "a", "b", "", None, "a"],
    number=[2, 1, None, 2, 7, 2, 7, 1, 1],
    decimal=[0.1, 0.2, None, 0.3, 1e16, -0.0, 0.0, 1.0, float("nan")],
    truth=[True, None, True, False, False, True, None, False, False],
    list=[["x"], [], None, ["x", "y"], [], ["x"], None, ["x"], ["x", "y"]],
    record=[
        {"k": 1, "v": None},
        {"k": None, "v": 1},
        None,
        {"k": 1, "v": None},
        *[{"k": None, "v": 1}] * 3,
        None,
        None,
    ],
)
COLUMNS = NINE.column_names[1:]
CUTS = [[9], [1] * 9, [3, 6], [0, 2, 0, 4, 3, 0]]


def in_parts(block: WholeTableBlock, parts: list[pa.Table]) -> Outcome:
    gists = Rows.of(*map(block.summarize, parts))
    outcomes = [block.apply(*pair) for pair in zip(parts, block.verdicts(gists), strict=True)]
    return Outcome(concat_tables([one.kept for one in outcomes]), concat_tables([one.rejected for one in outcomes]))


def cut(whole: pa.Table, lengths: list[int]) -> list[pa.Table]:
    starts = [sum(lengths[:at]) for at in range(len(lengths))]
    return [whole.slice(start, length) for start, length in zip(starts, lengths, strict=True)]


BLOCKS = [
    *(DropDuplicatesBlock(name="b", cols=(name,)) for name in COLUMNS),
    DropDuplicatesBlock(name="b", cols=("text", "number")),
    DropDuplicatesBlock(name="b", cols=tuple(COLUMNS)),
    DropNearDuplicatesBlock(name="b", column="text", against=("number",)),
    DrawExamplesBlock(name="b", column="text", num_examples=2, output_col="drawn"),
    *(SampleRowsBlock(name="b", n=n, random_seed=n) for n in (0, 4, 20)),
    SampleRowsBlock(name="b", fraction=0.5),
    SampleRowsBlock(name="b", n=4, balance_by="text"),
    *(SetToMajorityValueBlock(name="b", col_name=name) for name in ("text", "number", "truth")),
    *(UniformColumnValueSetter(name="b", input_cols=("text",), reduction_strategy=by) for by in ("mode", "min", "max")),
    *(UniformColumnValueSetter(name="b", input_cols=("decimal",), reduction_strategy=by) for by in ("mean", "median")),
    *(UniformColumnValueSetter(name="b", input_cols=("number",), reduction_strategy=by) for by in ("mean", "median")),
]


@pytest.mark.parametrize("lengths", CUTS, ids=str)
@pytest.mark.parametrize("block", BLOCKS, ids=repr)
def test_the_outcomes_of_the_parts_are_the_outcome_of_the_table(block, lengths):
    whole, parts = block(NINE), in_parts(block, cut(NINE, lengths))

    assert str(parts.kept.to_pydict()) == str(whole.kept.to_pydict())
    assert parts.kept.schema == whole.kept.schema
    assert parts.rejected == whole.rejected


@pytest.mark.parametrize("block", [block for block in BLOCKS if "text" in block.columns.needs], ids=repr)
def test_a_column_of_nulls_in_one_part_may_have_no_type(block):
    first, rest = cut(NINE, [3, 6])
    untyped = first.set_column(1, "text", pa.nulls(3))

    assert str(in_parts(block, [untyped, rest]).kept.to_pydict()) == str(block(NINE).kept.to_pydict())
    assert in_parts(block, [untyped, rest]).rejected == block(NINE).rejected
