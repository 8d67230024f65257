import pyarrow as pa
import pytest

from sdg_flows.blocks.set_to_majority_value import SetToMajorityValueBlock
from sdg_flows.core.table import concat_tables

from tables import table

majority = SetToMajorityValueBlock(name="majority", col_name="c")


@pytest.mark.parametrize(
    ("found", "after"),
    [
        pytest.param(["yes", "no", "yes"], ["yes", "yes", "yes"], id="C083"),
        pytest.param(["b", "a"], ["a", "a"], id="C083-tie"),
        pytest.param([None, None, "a"], ["a", "a", "a"], id="C083-nulls"),
        pytest.param(pa.nulls(2, pa.string()), pa.nulls(2, pa.string()), id="C083-all-null"),
        pytest.param(pa.nulls(2), pa.nulls(2), id="C083-all-null-untyped"),
        pytest.param([3, 1, 3, 1, 2], [1, 1, 1, 1, 1], id="numbers"),
        pytest.param([True, False, True], [True, True, True], id="booleans"),
    ],
)
def test_every_cell_becomes_the_most_frequent_value(found: list[object] | pa.Array, after: list[object] | pa.Array):
    assert majority(table(c=found)).kept.equals(table(c=after))


def test_the_value_is_counted_over_all_chunks_of_the_table():
    chunks = concat_tables([table(c=["b"]), table(c=["a", "a"])])

    assert majority(chunks).kept["c"].to_pylist() == ["a", "a", "a"]


def test_the_whole_table_is_looked_at():  # conformance case C083
    assert majority.whole_table
