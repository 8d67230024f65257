import pytest

from outputs.records import answered, made
from sdg_flows.outputs.samples import samples, spread

from tables import table


@pytest.mark.parametrize(
    ("available", "shares"),
    [
        ([100, 100, 100], [4, 3, 3]),
        ([1, 100, 100], [1, 5, 4]),
        ([0, 100], [0, 10]),
        ([2, 3], [2, 3]),
        ([], []),
    ],
)
def test_samples_are_shared_out_as_evenly_as_there_are_rows(available, shares):
    assert spread(available, 10) == shares


def test_samples_are_spread_over_the_rows_of_a_pipeline():
    one = made(answered(*(f"Q{at}" for at in range(10))))

    assert [sample.pair.user for sample in samples([one], [10], 3)] == ["Q1", "Q5", "Q8"]


def test_every_pipeline_is_sampled_in_turn():
    both = [made(answered("Q1", "Q2"), pipeline="p"), made(answered("Q3"), pipeline="q")]

    assert [(sample.pipeline, sample.pair.user) for sample in samples(both, [2, 1], 10)] == [
        ("p", "Q1"),
        ("p", "Q2"),
        ("q", "Q3"),
    ]


def test_rows_with_a_blank_answer_are_not_shown():
    one = made(table(question=["Q1", "Q2"], response=["", "A"]))

    assert [sample.pair.user for sample in samples([one], [1], 10)] == ["Q2"]
