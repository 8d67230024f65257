import numpy as np
import pyarrow as pa
import pytest

from sdg_flows.core.table import with_input_ids
from sdg_flows.inputs.stored_rows import occurrences, store_rows

SEVEN = pa.table({"a": ["x", "y", "x", None, "x", None, "z"], "n": [1, 2, 1, 1, 1, 1, 3]})


@pytest.mark.parametrize("rows", [1, 2, 3, 7])
def test_the_ids_are_those_of_the_whole_table_wherever_it_is_cut(tmp_path, rows):
    stored = store_rows((SEVEN.slice(start, rows) for start in range(0, 7, rows)), tmp_path)

    assert stored.table().equals(with_input_ids(SEVEN))


def test_each_table_is_a_part_in_the_folder(tmp_path):
    stored = store_rows([SEVEN.slice(0, 4), SEVEN.slice(4)], tmp_path / "new")

    assert [part.num_rows for part in stored.parts] == [4, 3]
    assert len(list((tmp_path / "new").iterdir())) == 2


def test_equal_rows_are_counted_in_their_order():
    assert occurrences(np.array([0, 1, 0, 3, 1, 0])).tolist() == [0, 0, 1, 0, 1, 2]
