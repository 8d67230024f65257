import pytest

from sdg_flows.core.errors import DiskError
from sdg_flows.storage.parts import store_part

from tables import table

ROWS = table(question=["Why?", "How?"], score=[1, 2])


def test_a_part_gives_the_rows_back(tmp_path):
    part = store_part(ROWS, tmp_path / "below" / "0.arrow")

    assert part.num_rows == 2
    assert part.read().equals(ROWS)


def test_a_part_gives_the_named_columns_in_the_order_named(tmp_path):
    part = store_part(ROWS, tmp_path / "0.arrow")

    assert part.read(["score", "question"]).to_pydict() == {"score": [1, 2], "question": ["Why?", "How?"]}


def test_a_torn_part_is_told_with_its_file(tmp_path):
    part = store_part(ROWS, tmp_path / "0.arrow")
    part.path.write_bytes(part.path.read_bytes()[:100])

    with pytest.raises(DiskError, match=r"0\.arrow: the rows cannot be read back"):
        part.read()
