import pyarrow as pa
import pytest

from sdg_flows.core.reducing import majority, reduced


@pytest.mark.parametrize(
    ("found", "value"), [(["b", "a"], "a"), ([None, None, "a"], "a"), ([2, 1, 2], 2), ([True, False], False)]
)
def test_the_majority_is_the_most_frequent_value_and_the_smallest_of_equals(found, value):
    assert majority(pa.chunked_array([found])).as_py() == value


@pytest.mark.parametrize("by", ["mode", "min", "max", "mean", "median"])
def test_nothing_reduces_to_null(by):
    assert reduced(pa.chunked_array([], pa.int64()), by).as_py() is None
