import pyarrow as pa

from sdg_flows.core.table import child_id, child_ids, iter_rows, table_from_rows, with_column, with_input_ids

from tables import cells


def test_equal_rows_keep_two_ids_whatever_the_order_of_rows():
    one = with_input_ids(pa.table({"a": ["x", "y", "x"]}))
    other = with_input_ids(pa.table({"a": ["x", "x", "y"]}))

    assert len(set(cells(one, "row_id"))) == 3
    assert sorted(cells(one, "row_id")) == sorted(cells(other, "row_id"))


def test_an_id_depends_on_every_column():
    ids = [with_input_ids(pa.table({"a": ["x"], "b": [value]}))["row_id"][0].as_py() for value in ("1", "2")]

    assert ids[0] != ids[1]


def test_children_of_a_row_have_ids_of_their_own():
    assert len({child_id("r", 0, 0), child_id("r", 0, 1), child_id("r", 1, 0), child_id("s", 0, 0)}) == 4


def test_children_of_many_rows_have_the_ids_of_each_ones_child():
    assert child_ids(["r", "s"], 2) == [child_id("r", 2), child_id("s", 2)]


def test_a_column_that_only_a_later_row_has_is_there_for_all():
    assert table_from_rows([{"a": 1}, {"a": 2, "b": "x"}]).to_pylist() == [{"a": 1, "b": None}, {"a": 2, "b": "x"}]


def test_a_column_is_set_in_its_place_or_added_last():
    whole = pa.table({"a": [1], "b": [2]})

    assert with_column(with_column(whole, "a", pa.array([9])), "c", pa.array([3])).to_pydict() == {
        "a": [9],
        "b": [2],
        "c": [3],
    }


def test_rows_come_as_dicts_in_order():
    assert [row["a"] for row in iter_rows(pa.table({"a": list(range(2500))}))] == list(range(2500))


def test_a_null_or_a_note_of_where_a_row_comes_from_makes_no_other_row_of_it():
    one = with_input_ids(pa.table({"a": ["x"], "source": ["here"]}), apart_from=["source"])
    other = with_input_ids(pa.table({"a": ["x"], "b": pa.array([None], pa.string()), "source": ["there"]}), ["source"])

    assert cells(one, "row_id") == cells(other, "row_id")
