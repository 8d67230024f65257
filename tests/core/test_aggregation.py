from collections.abc import Iterable

import pyarrow as pa
import pytest

from sdg_flows.core.aggregation import Reduction, aggregate, summarize
from sdg_flows.core.rows import Rows


def one_value(by: Reduction, *parts: Iterable[object]) -> object:
    return aggregate(Rows.of(*(summarize(pa.chunked_array([part]), by) for part in parts)), by).as_py()


@pytest.mark.parametrize(
    ("found", "value"), [(["b", "a"], "a"), ([None, None, "a"], "a"), ([2, 1, 2], 2), ([True, False], False)]
)
def test_the_mode_is_the_most_frequent_value_and_the_smallest_of_equals(found, value):
    assert one_value("mode", found) == value


@pytest.mark.parametrize("by", ["mode", "min", "max", "mean", "median"])
def test_nothing_reduces_to_null(by):
    assert one_value(by, pa.nulls(0, pa.int64())) is None


def test_counts_of_parts_are_added_up():
    assert one_value("mode", ["a", "b", "b"], ["a", "c"], ["c", "d"], ["e", "a"]) == "a"


def test_more_values_than_are_counted_at_once_are_counted():
    assert one_value("mode", range(90_000), range(90_000, 180_000), [170_000, 7], range(200_000, 400_000), [7]) == 7


def test_a_mean_does_not_depend_on_where_the_column_is_cut():
    numbers = [0.1 * at for at in range(1000)]

    assert one_value("mean", numbers[:7], numbers[7:500], numbers[500:]) == one_value("mean", numbers)
