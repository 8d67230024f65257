import pyarrow as pa
import pytest

from sdg_flows.core.equal_rows import first_equal_ids, first_equal_positions, with_digests
from sdg_flows.core.rows import Rows

from tables import table


def digests(*parts: list[object]) -> Rows:
    return Rows.of(*(with_digests(table(q=part), ["q"]) for part in parts))


def test_each_row_gets_the_id_of_the_first_that_is_equal_and_that_one_none():
    first, second = first_equal_ids(digests(["a", "b", "a"], ["c", "b"]))

    assert first.to_pydict() == {"first": [None, None, "r0"]}
    assert second.to_pydict() == {"first": [None, "r1"]}


@pytest.mark.parametrize("at_once", [1, 7, 1000])
def test_how_many_rows_are_compared_at_once_does_not_matter(at_once):
    cells = [at * at % 31 for at in range(200)]
    rows = digests(cells[:120], cells[120:])

    assert first_equal_positions(rows, at_once).tolist() == [cells.index(cell) for cell in cells]


def test_parts_may_be_slices_of_larger_ones():
    whole = with_digests(table(q=["a", "b", "b", "c", "c"]), ["q"])

    assert first_equal_positions(Rows.of(whole.slice(1, 2), whole.slice(3))).tolist() == [0, 0, 2, 2]


def test_no_rows_have_no_firsts():
    assert [part.num_rows for part in first_equal_ids(digests(pa.nulls(0, pa.string())))] == [0]
