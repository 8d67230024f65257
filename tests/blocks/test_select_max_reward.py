import pytest

from sdg_flows.blocks.select_max_reward import SelectMaxRewardResponseBlock

from tables import cells, reasons, table

BEST = SelectMaxRewardResponseBlock(name="best", response_col="r", reward_col="w")


@pytest.mark.parametrize(
    ("rewards", "chosen"),
    [([0.1, 0.9], "b"), ([0.5, 0.5], "a"), ([[0.9, 0.2], [0.1, 0.3]], "b")],
    ids=["the-largest", "the-first-of-equals", "the-last-step-counts"],
)
def test_the_response_with_the_largest_reward_is_chosen(rewards, chosen):
    assert cells(BEST(table(r=[["a", "b"]], w=[rewards])).kept, "chosen_response") == [chosen]


def test_lists_of_different_lengths_are_rejected():
    outcome = BEST(table(r=[["a"], ["a", "b"], []], w=[[1.0], [1.0], []]))

    assert cells(outcome.kept, "chosen_response") == ["a"]
    assert reasons(outcome.rejected) == {"r1": "uneven", "r2": "uneven"}


def test_a_reward_that_is_no_number_chooses_nothing():
    assert reasons(BEST(table(r=[["a", "b"]], w=[[float("nan"), 0.9]])).rejected) == {"r0": "uneven"}
