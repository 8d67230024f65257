import pyarrow as pa
import pytest

from sdg_flows.inputs.json_kinds import Kinds, MixedKinds, kind


def all_added(*rows: dict[str, object]) -> Kinds:
    kinds = Kinds()
    for count, row in enumerate(rows, 1):
        kinds.add(row, count)
    return kinds


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("x", "text"),
        (True, "true or false"),
        (1, "a number"),
        (1.5, "a number"),
        ([], "a list"),
        ({"b": 1, "a": 2}, "an object with the keys a, b"),
        (None, "null"),
    ],
)
def test_a_kind_has_a_name(value, name):
    assert kind(value) == name


def test_nulls_late_columns_and_whole_beside_decimal_numbers_are_one_kind():
    all_added({"a": None}, {"a": 1, "b": []}, {"a": 1.5, "b": [{"x": None}]}, {"b": [{"x": "t"}]})


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"a": 1}, {"a": "x"}], "column 'a' is text in row 2 but a number in row 1"),
        ([{"a": True}, {"a": 1}], "column 'a' is a number in row 2 but true or false in row 1"),
        ([{"a": [1]}, {"a": [None, "x"]}], "column 'a[]' is text in row 2 but a number in row 1"),
        ([{"a": {"b": 1}}, {"a": {"b": []}}], "column 'a.b' is a list in row 2 but a number in row 1"),
        (
            [{"a": {"b": 1}}, {"a": {"c": 1}}],
            "column 'a' is an object with the keys c in row 2 but an object with the keys b in row 1",
        ),
        ([{"a": {}}], "column 'a' holds an object without keys; write null"),
    ],
)
def test_a_place_that_changes_its_kind_is_named_with_both_rows(rows, message):
    with pytest.raises(MixedKinds) as raised:
        all_added(*rows)

    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([None, "2020-01-01"], pa.string()),
        ([True, None], pa.bool_()),
        ([1, None, 2], pa.int64()),
        ([1, 2.5, 1], pa.float64()),
        ([2.5, 1], pa.float64()),
        ([None], pa.null()),
        ([[], [None]], pa.list_(pa.null())),
        ([[], [1], [0.5]], pa.list_(pa.float64())),
        ([{"y": None, "x": "t"}, {"x": None, "y": [1]}], pa.struct([("y", pa.list_(pa.int64())), ("x", pa.string())])),
    ],
)
def test_a_column_has_the_type_that_holds_all_of_its_values(values, kind):
    assert all_added(*({"a": value} for value in values)).schema == pa.schema([("a", kind)])


def test_columns_stand_in_the_order_they_came_up_in():
    assert all_added({"b": None, "a": 1}, {"c": 1, "a": 2}).schema.names == ["b", "a", "c"]


def test_a_name_with_a_dot_is_no_place_within_an_object():
    assert all_added({"a.b": 1, "a": {"b": "x"}}).schema.field("a.b").type == pa.int64()
