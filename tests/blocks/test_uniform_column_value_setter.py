import pytest

from sdg_flows.blocks.uniform_column_value_setter import UniformColumnValueSetter
from sdg_flows.core.errors import ColumnsError

from tables import cells, table


def block(strategy: str) -> UniformColumnValueSetter:
    return UniformColumnValueSetter.model_validate({"name": "u", "input_cols": "c", "reduction_strategy": strategy})


@pytest.mark.parametrize(
    ("strategy", "values", "one"),
    [
        ("mode", ["B", "A", "B", "A", None], "A"),
        ("mode", ["A", "B", "A", "C", "A", "B"], "A"),
        ("min", [3, 1, None], 1),
        ("max", [3, 1, None], 3),
        ("mean", [1, 2], 1.5),
        ("median", [1, 2, 9], 2.0),
    ],
    ids=["70-tie", "70-mode", "min", "max", "mean", "median"],
)
def test_every_cell_is_the_one_value_of_the_table(strategy, values, one):
    assert cells(block(strategy)(table(c=values)).kept, "c") == [one] * len(values)


def test_texts_have_no_mean():
    with pytest.raises(ColumnsError, match=r"has no mean\. Expected numbers"):
        block("mean")(table(c=["x"]))
