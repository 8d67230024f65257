import re

import pytest

from sdg_flows.blocks.select_max_reward import SelectMaxRewardResponseBlock
from sdg_flows.core.errors import ColumnsError

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


@pytest.mark.parametrize(
    ("responses", "rewards", "said"),
    [
        (["ab"], [[1.0, 2.0]], "'r' holds string. Expected lists of texts."),
        ([[1, 2]], [[1.0, 2.0]], "'r' holds list<item: int64>. Expected lists of texts."),
        ([["a", "b"]], [1.0], "'w' holds double. Expected lists of rewards."),
    ],
)
def test_columns_of_anything_but_lists_are_refused(responses, rewards, said):
    with pytest.raises(ColumnsError, match=re.escape(f"block 'best': column {said}")):
        BEST(table(r=responses, w=rewards))
