import pytest
from pydantic import ValidationError

from sdg_flows.blocks.sample_rows import SampleRowsBlock

from tables import cells, reasons, table

ROWS = table(a=list(range(10)))


@pytest.mark.parametrize(
    ("size", "rows"), [({"n": 3}, 3), ({"n": 30}, 10), ({"n": 0}, 0), ({"fraction": 0.25}, 3), ({"fraction": 1.0}, 10)]
)
def test_exactly_so_many_rows_are_kept_in_their_order(size, rows):
    outcome = SampleRowsBlock(name="s", **size)(ROWS)

    assert outcome.kept.num_rows == rows
    assert cells(outcome.kept, "a") == sorted(cells(outcome.kept, "a"))
    assert set(reasons(outcome.rejected).values()) <= {"not_sampled"}
    assert outcome.rejected.num_rows == 10 - rows


def test_the_seed_decides_which():
    drawn = [cells(SampleRowsBlock(name="s", n=5, random_seed=seed)(ROWS).kept, "a") for seed in (1, 1, 2)]

    assert drawn[0] == drawn[1] != drawn[2]


@pytest.mark.parametrize("size", [{}, {"n": 1, "fraction": 0.5}])
def test_there_is_one_size(size):
    with pytest.raises(ValidationError, match="give n or fraction"):
        SampleRowsBlock(name="s", **size)
