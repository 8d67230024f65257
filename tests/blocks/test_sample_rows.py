import pytest
from pydantic import ValidationError

from sdg_flows.blocks.sample_rows import SampleRowsBlock

from tables import cells, reasons, table

TEN = table(a=list(range(10)))


@pytest.mark.parametrize(
    ("size", "rows"),
    [({"n": 4}, 4), ({"n": 11}, 10), ({"n": 0}, 0), ({"fraction": 0.5}, 5), ({"fraction": 0.25}, 3)],
)
def test_exactly_as_many_rows_are_kept_as_asked_for(size, rows):
    outcome = SampleRowsBlock(name="some", **size)(TEN)

    assert (outcome.kept.num_rows, outcome.rejected.num_rows) == (rows, 10 - rows)


def test_the_order_is_kept_and_the_other_rows_are_rejected():
    outcome = SampleRowsBlock(name="some", n=4)(TEN)
    kept = cells(outcome.kept, "a")

    assert kept == sorted(kept)
    assert reasons(outcome.rejected) == {f"r{at}": "not_sampled" for at in range(10) if at not in kept}


def test_which_rows_depends_on_the_seed():
    drawn = [cells(SampleRowsBlock(name="some", n=4, random_seed=seed)(TEN).kept, "a") for seed in (0, 0, 1)]

    assert drawn[0] == drawn[1] != drawn[2]


@pytest.mark.parametrize("size", [{}, {"n": 1, "fraction": 0.5}])
def test_a_size_is_given_once(size):
    with pytest.raises(ValidationError, match="give n or fraction, and not both"):
        SampleRowsBlock(name="some", **size)


@pytest.mark.parametrize(
    ("sizes", "wanted", "shares"),
    [
        ((50, 3, 2), 20, [15, 3, 2]),
        ((10, 10, 10), 10, [4, 3, 3]),
        ((7, 0, 7), 6, [3, 0, 3]),
        ((1, 1, 1), 5, [1, 1, 1]),
        ((5, 5), 0, [0, 0]),
    ],
)
def test_rows_are_spread_over_the_values_of_a_column_and_never_fewer_than_asked_for(sizes, wanted, shares):  # C94
    topics = [topic for topic, size in zip("abc", sizes, strict=False) for _ in range(size)]
    block = SampleRowsBlock(name="some", n=wanted, balance_by="topic")
    kept = cells(block(table(topic=topics)).kept, "topic")

    assert [kept.count(topic) for topic in "abc"[: len(sizes)]] == shares


def test_rows_without_a_value_are_a_value_of_their_own():
    block = SampleRowsBlock(name="some", n=2, balance_by="topic")

    assert set(cells(block(table(topic=["a", "a", "a", None])).kept, "topic")) == {"a", None}
