import pyarrow as pa
import pytest

from sdg_flows.core.rows import Rows

from tables import table

TEN = [table(x=[0, 1, 2, 3]), table(x=[4, 5, 6, 7]), table(x=[8, 9])]


def test_rows_are_read_part_by_part_in_order():
    assert [part["x"].to_pylist() for part in Rows.of(*TEN).tables()] == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]


@pytest.mark.parametrize(("rows", "pieces"), [(3, [3, 3, 3, 1]), (4, [4, 4, 2]), (5, [5, 5]), (100, [10])])
def test_pieces_have_as_many_rows_as_asked_for_whatever_the_parts(rows, pieces):
    cut = list(Rows.of(*TEN).split(rows))

    assert [piece.num_rows for piece in cut] == pieces
    assert [cell for piece in cut for cell in piece.table()["x"].to_pylist()] == list(range(10))


def test_no_rows_are_one_empty_piece_with_their_columns():
    (piece,) = Rows.of(table(x=[1]).slice(0, 0)).split(10)

    assert (piece.num_rows, piece.column_names) == (0, ["row_id", "x"])


def test_a_column_of_nulls_has_the_type_that_it_has_elsewhere():
    rows = Rows.of(pa.table({"x": pa.nulls(2)}), pa.table({"x": ["a"]}))

    assert [part.schema.field("x").type for part in rows.tables()] == [pa.string(), pa.string()]


@pytest.mark.parametrize(("limit", "kept"), [(None, 10), (0, 0), (5, 5), (50, 10)])
def test_a_limit_keeps_the_first_rows(limit, kept):
    assert Rows.of(*TEN).head(limit).table()["x"].to_pylist() == list(range(kept))


def test_only_the_named_columns_are_read():
    assert Rows.of(table(x=[1], y=["a"])).table(["y"]).to_pydict() == {"y": ["a"]}


@pytest.mark.parametrize(
    ("wanted", "numbers"), [(2, [1, 4]), (3, [1, 3, 5]), (6, [0, 1, 2, 3, 4, 5]), (9, list(range(6)))]
)
def test_some_rows_are_spread_evenly_over_all_parts(wanted, numbers):
    rows = Rows.of(table(number=[0, 1, 2, 3]), table(number=[4, 5]))

    assert rows.sample_evenly(wanted).table()["number"].to_pylist() == numbers
