import pyarrow as pa
import pytest

from sdg_flows.blocks.uniform_column_value_setter import UniformColumnValueSetter
from sdg_flows.core.errors import ColumnsError

from tables import cells, table


def uniform(**settings: object) -> UniformColumnValueSetter:
    return UniformColumnValueSetter.model_validate({"name": "same", "input_cols": "c", **settings})


@pytest.mark.parametrize(
    ("strategy", "found", "value"),
    [
        pytest.param("mode", ["B", "A", "B", "A", None], "A", id="70"),
        pytest.param("mode", ["yes", "no", "yes", "yes"], "yes", id="70-edible"),
        pytest.param("min", [3, 1, 2], 1, id="min"),
        pytest.param("max", ["a", "c", "b"], "c", id="max-text"),
        pytest.param("mean", [1, 2, 6, None], 3.0, id="mean"),
        pytest.param("median", [1, 2, 3, 10], 2.5, id="median"),
        pytest.param("median", pa.array([None], pa.int64()), None, id="median-nulls"),
    ],
)
def test_every_cell_is_the_one_value(strategy, found, value):
    assert cells(uniform(reduction_strategy=strategy)(table(c=found)).kept, "c") == [value] * len(found)


@pytest.mark.parametrize("strategy", ["mean", "median"])
def test_an_average_is_declared_as_float(strategy):
    block = uniform(reduction_strategy=strategy)

    assert block.columns.types == {"c": pa.float64()}
    assert block(table(c=pa.array([], pa.int64()))).kept.schema.field("c").type == pa.float64()


@pytest.mark.parametrize(("strategy", "found"), [("mean", ["a"]), ("median", ["a"])])
def test_texts_have_no_average(strategy, found):
    with pytest.raises(ColumnsError) as error:
        uniform(reduction_strategy=strategy)(table(c=found))

    assert str(error.value) == f"block 'same': column 'c' holds string, which has no {strategy}. Expected numbers."
