import time

import pytest

from sdg_flows.blocks.reward_model import RewardModelBlock
from sdg_flows.core.exchange import Answer

from tables import cells, reasons, table

RATE = RewardModelBlock(name="rate", prefix="reward_", teacher="reward")
TALK = [{"role": "user", "content": "2 + 2?"}, {"role": "assistant", "content": "4"}]
ROWS = table(messages=[TALK])
TOLD = {"helpfulness": 1.6171875, "correctness": 1.6484375, "coherence": 3.3125, "complexity": 0.546875}
TOLD["verbosity"] = 0.515625


def rated(text=None, logprobs=None, outcome="ok"):
    return RATE.read(ROWS, [Answer("k", "r0", 0, outcome, text, logprobs=logprobs)])


def test_the_whole_conversation_goes_to_the_reward_model():
    (request,) = RATE.requests(ROWS)

    assert (list(request.messages), request.teacher, request.pooling) == (TALK, "reward", False)


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(("", tuple({name: value} for name, value in TOLD.items())), id="C50-log-probabilities"),
        pytest.param((",".join(f"{name}:{value}" for name, value in TOLD.items()), None), id="C52-text"),
        pytest.param((str(TOLD).replace("'", '"'), None), id="json"),
    ],
)
def test_rewards_are_read_from_the_text_of_the_reply_or_its_tokens(reply):
    kept = rated(*reply).kept

    assert {name: cells(kept, f"reward_{name}") for name in TOLD} == {name: [value] for name, value in TOLD.items()}


def test_a_model_of_one_reward_is_asked_for_that():
    one = RewardModelBlock(name="rate", attributes=("Reward",))

    assert cells(one.read(ROWS, [Answer("k", "r0", 0, "ok", "reward: -3.5")]).kept, "Reward") == [-3.5]


def test_a_model_that_is_no_reward_model_is_told_by_its_reply():
    rejected = rated("I would say it is good.").rejected

    assert reasons(rejected) == {"r0": "no_reward"}
    assert cells(rejected, "detail") == [
        "the reply has no 'helpfulness': 'I would say it is good.'. Expected a reward model"
    ]


def test_an_answer_of_one_endless_word_is_looked_through_once():
    began = time.process_time()

    assert reasons(rated("a" * 10_000).rejected) == {"r0": "no_reward"}
    assert time.process_time() - began < 2


def test_a_reward_beyond_all_numbers_is_none():
    assert reasons(rated(",".join(f"{name}:1e999" for name in TOLD)).rejected) == {"r0": "no_reward"}


def test_a_request_that_failed_has_its_outcome_as_reason():
    assert reasons(rated(outcome="server").rejected) == {"r0": "server"}


@pytest.mark.parametrize("messages", [None, TALK[:1], "2 + 2?"])
def test_a_conversation_that_does_not_end_with_an_answer_is_not_sent(messages):
    rows = table(messages=[messages])

    assert RATE.requests(rows) == []
    assert reasons(RATE.read(rows, []).rejected) == {"r0": "no_messages"}
