import pytest

from sdg_flows.core.exchange import Request
from sdg_flows.teacher.logprobs import parse_logprobs
from sdg_flows.teacher.offline.likelihoods import make_logprobs, make_rewards

ASKED = ({"role": "user", "content": "Why is the sea salty?"},)


def likely(request, text, choices=()):
    return parse_logprobs({"logprobs": make_logprobs(request, text, choices)})


@pytest.mark.parametrize(
    "request_",
    [
        Request("r", 0, {"logprobs": True, "top_logprobs": 3}, messages=ASKED),
        Request("r", 0, {"logprobs": 3}, prompt="Why?"),
    ],
)
def test_each_word_has_its_likeliest_tokens_the_word_itself_first(request_):
    found = likely(request_, "Rivers bring salt.")

    assert [next(iter(top)) for top in found] == ["Rivers", " bring", " salt."]
    assert all(list(top.values()) == sorted(top.values(), reverse=True) and len(top) == 3 for top in found)


def test_the_rival_of_a_choice_is_another_choice():
    (top,) = likely(Request("r", 0, {"logprobs": True, "top_logprobs": 2}, messages=ASKED), "YES", ["YES", "NO"])

    assert list(top) == ["YES", "NO"]


def test_without_alternatives_each_word_has_its_own():
    assert [len(top) for top in likely(Request("r", 0, {"logprobs": True}, messages=ASKED), "Rivers do.")] == [1, 1]


def test_log_probabilities_that_nobody_asked_for_are_not_given():
    assert likely(Request("r", 0, {}, messages=ASKED), "Rivers.") is None


def test_each_step_that_a_marker_ends_has_a_reward_by_its_words():
    answer = {"role": "assistant", "content": "The sea is salty.<extra_0>\n\nGulls fly.<extra_0>"}

    assert make_rewards(Request("r", 0, {}, messages=(*ASKED, answer), pooling=True)) == [
        {"index": 0, "object": "pooling", "data": [[0.05, 0.95], [0.45, 0.55]]}
    ]


def test_an_answer_without_markers_is_one_step():
    assert len(make_rewards(Request("r", 0, {}, messages=ASKED, pooling=True))[0]["data"]) == 1
