from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa
import pytest

from sdg_flows.core.row_digests import row_digests


@pytest.mark.parametrize(
    "different",
    [
        ["", "x", "xy", None],
        [b"", b"x", None],
        [0, 1, -1, None],
        [0.0, -0.0, 1.5, None],
        [True, False, None],
        [date(2020, 1, 1), date(2020, 1, 2), None],
        [datetime(2020, 1, 1), datetime(2020, 1, 2), None],
        [Decimal("1.0"), Decimal("1.5"), None],
        [[], ["x"], ["x", None], None],
        [{"k": 1, "v": None}, {"k": None, "v": 1}, None],
        pa.array(["x", "y", None]).dictionary_encode(),
    ],
    ids=lambda cells: str(pa.array(cells).type),
)
def test_equal_cells_have_one_digest_and_different_ones_two(different: Sequence[object]):
    column = pa.array(different)
    digests = row_digests(pa.table({"a": pa.concat_arrays([column, column])})).to_pylist()

    assert digests[: len(column)] == digests[len(column) :]
    assert len(set(digests)) == len(column)


def test_a_slice_has_the_digests_of_its_rows():
    whole = pa.table({"a": [1, 2, 3, 4], "b": ["x", None, "y", "x"]})

    assert row_digests(whole.slice(1, 2)).equals(row_digests(whole).slice(1, 2))


def test_in_which_column_a_cell_stands_matters():
    rows = pa.table({"a": ["x", "y", "xy", None], "b": ["y", "x", "", "xy"]})

    assert len(set(row_digests(rows).to_pylist())) == 4


def test_a_text_has_one_digest_however_it_is_held():
    kinds = [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())]
    digests = [row_digests(pa.table({"a": pa.array(["x"]).cast(kind)})) for kind in kinds]

    assert all(one.equals(digests[0]) for one in digests)
