import math

import pyarrow as pa
import pytest

from sdg_flows.core.identity import digest, table_digest


def test_equal_values_give_equal_digests_whatever_the_order_of_keys():
    assert digest({"a": 1, "b": [2]}) == digest({"b": [2], "a": 1})


@pytest.mark.parametrize("other", [{"a": 2}, {"a": "1"}, {"a": 1.5}, ["a", 1], {"a": None}])
def test_different_values_give_different_digests(other):
    assert digest({"a": 1}) != digest(other)


@pytest.mark.parametrize("value", [object(), {"a": math.nan}])
def test_what_is_no_plain_json_is_refused(value):
    with pytest.raises((TypeError, ValueError)):
        digest(value)


def test_a_table_is_the_same_however_it_is_cut():
    whole = pa.table({"a": ["x", None, "z"], "n": [1, 2, 3]})
    pieces = pa.concat_tables([whole.slice(0, 1), whole.slice(1)])
    longer = pa.concat_tables([whole, whole]).slice(3)

    assert table_digest(whole) == table_digest(pieces) == table_digest(longer)


@pytest.mark.parametrize(
    "other", [pa.table({"a": ["x", "y"]}), pa.table({"b": ["x", None]}), pa.table({"a": ["x", ""]})]
)
def test_a_table_with_other_cells_or_names_is_another(other):
    assert table_digest(pa.table({"a": ["x", None]})) != table_digest(other)
