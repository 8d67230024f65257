import datetime
import json

import pyarrow as pa
import pytest

from sdg_flows.core.row_texts import nested_as_json, rows_as_json

CELLS = [
    pa.array(['a "b"\\ \n\t\u2028', None, "", "é\0\x1f"]),
    pa.array(["a", None, "b", "c"], pa.large_string()),
    pa.array(["a", None, "b", "a"]).dictionary_encode(),
    pa.array([1, None, -3, 2**62]),
    pa.array([1.0, None, float("nan"), 1e300]),
    pa.array([True, None, False, True]),
    pa.array([{"a": [1, None]}, None, {"a": []}, {"a": None}]),
    pa.array([["é"], None, [], ["b", None]]),
    pa.array([[{"role": "a", "n": [1.5]}], None, [], [None, {"role": None, "n": []}]]),
    pa.array([[[1], None], [[]], None, []], pa.large_list(pa.list_(pa.int8()))),
    pa.array([[("a", 1)], None, [], [("b", None)]], pa.map_(pa.string(), pa.int64())),
    pa.array([{}, None, {}, {}], pa.struct([])),
    pa.array([datetime.date(2024, 2, 29), None, None, None]),
    pa.nulls(4),
]


@pytest.mark.parametrize("cells", CELLS, ids=lambda cells: str(cells.type))
def test_a_row_has_the_text_that_json_gives_a_mapping(cells):
    table = pa.table({'a "name"': cells, "place": range(4)})

    assert rows_as_json(table) == [json.dumps(row, ensure_ascii=False, default=str) for row in table.to_pylist()]


def test_a_slice_of_nested_cells_is_its_own_rows():
    table = pa.table({"said": pa.array([[{"a": 1}], None, [{"a": 2}, {"a": 3}], []])}).slice(1, 2)

    assert rows_as_json(table) == ['{"said": null}', '{"said": [{"a": 2}, {"a": 3}]}']


def test_rows_without_columns_are_empty_objects():
    assert rows_as_json(pa.table({"a": [1, 2]}).select([])) == ["{}", "{}"]


def test_lists_and_records_become_their_texts_where_a_kernel_knows_of_neither():
    rows = pa.table({"a": [["é"], None], "b": [{"c": 1}, {"c": 2}], "n": [1, 2]})

    assert nested_as_json(rows) == pa.table({"a": ['["é"]', "null"], "b": ['{"c": 1}', '{"c": 2}'], "n": [1, 2]})
