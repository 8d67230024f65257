import json

import pytest

from sdg_flows.blocks.prm import PRMBlock
from sdg_flows.core.exchange import Answer

from tables import cells, reasons, table

SCORE = PRMBlock(name="score", prompt_col="q", response_col="a", system_prompt="Reason.", teacher="reward")
ROWS = table(q=["2 + 2?"], a=["two and two\n\nare four"])


def answer(data: object) -> Answer:
    return Answer("k", "r0", 0, "ok", json.dumps(data))


def test_the_steps_go_out_with_the_fill_token_after_each():
    (request,) = SCORE.requests(ROWS)

    assert (request.pooling, request.teacher) == (True, "reward")
    assert list(request.messages) == [
        {"role": "system", "content": "Reason."},
        {"role": "user", "content": "2 + 2?"},
        {"role": "assistant", "content": "two and two<extra_0>are four<extra_0>"},
    ]


def test_the_second_number_of_each_pair_is_the_reward_of_its_step():
    outcome = SCORE.read(ROWS, [answer([{"data": [[0.1, 0.9], [0.75, 0.25]]}])])

    assert cells(outcome.kept, "step_rewards") == [[0.9, 0.25]]


@pytest.mark.parametrize(
    "data", [[{"data": [[0.1, 0.9]]}], [], {"data": 1}, [{"data": [[1], [2]]}], [{"data": [[0, "a"], [0, 1]]}]]
)
def test_a_reply_without_one_reward_a_step_is_rejected(data):
    assert reasons(SCORE.read(ROWS, [answer(data)]).rejected) == {"r0": "uneven"}


def test_a_row_without_a_response_is_not_sent():
    rows = table(q=["2 + 2?", "2 + 2?", None], a=[None, " ", "four"])

    assert SCORE.requests(rows) == []
    assert reasons(SCORE.read(rows, []).rejected) == dict.fromkeys(["r0", "r1", "r2"], "null_value")


def test_every_response_of_a_list_is_scored_by_a_request_of_its_own():
    rows = table(q=["2 + 2?"], a=[["four", "three\n\nor five"]])
    asked = SCORE.requests(rows)
    replies = [json.dumps([{"data": [[0.1, 0.9]] * steps}]) for steps in (1, 2)]
    scored = SCORE.read(
        rows, [Answer("k", one.row_id, one.draw, "ok", text) for one, text in zip(asked, replies, strict=True)]
    )

    assert [one.draw for one in asked] == [0, 1]
    assert cells(scored.kept, "step_rewards") == [[[0.9], [0.9, 0.9]]]


def test_a_row_with_one_response_that_cannot_be_scored_is_rejected_with_the_answer():
    rows = table(q=["2 + 2?"], a=[["four", "five"]])
    scored = SCORE.read(rows, [answer([{"data": [[0.1, 0.9]]}]), Answer("k2", "r0", 1, "server", detail="down")])

    assert scored.rejected.select(["reason", "detail", "answer_key"]).to_pylist() == [
        {"reason": "server", "detail": "down", "answer_key": "k2"}
    ]
