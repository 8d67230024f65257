import json

import pytest

from sdg_flows.core.exchange import Usage
from sdg_flows.teacher.backend import Reply
from sdg_flows.teacher.http.splitting import proportional_shares, split_reply
from sdg_flows.teacher.reading import read_reply


def listed(*indices, usage=None, status=200):
    choices = [{"index": at, "text": f"t{at}", "finish_reason": "stop"} for at in indices]
    return Reply(status, json.dumps({"id": "c1", "choices": choices, "usage": usage}).encode())


def test_each_prompt_gets_the_choice_of_its_index_wherever_it_stands():
    parts = split_reply(listed(2, 0, 1), ["a", "b", "c"], first_usage=False)

    assert [read_reply(part).text for part in parts or ()] == ["t0", "t1", "t2"]


def test_the_tokens_of_the_request_are_shared_by_length_and_add_up():
    usage = {"prompt_tokens": 11, "completion_tokens": 7}
    parts = split_reply(listed(0, 1, usage=usage), ["p" * 99, "p" * 9], first_usage=False)

    assert [json.loads(part.body)["usage"] for part in parts or ()] == [
        {"shared_by": 2, "prompt_tokens": 10, "completion_tokens": 3},
        {"shared_by": 2, "prompt_tokens": 1, "completion_tokens": 4},
    ]


def test_from_the_tokens_of_the_first_prompt_the_others_are_estimated():
    usage = {"prompt_tokens": 10, "completion_tokens": 5}
    parts = split_reply(listed(0, 1, usage=usage), ["p" * 99, "p" * 199], first_usage=True)

    assert [read_reply(part).usage for part in parts or ()] == [Usage(10, 5), Usage(20, 5)]


def test_without_tokens_told_none_are_made_up():
    assert [read_reply(part).usage for part in split_reply(listed(0), ["a"], first_usage=True) or ()] == [Usage()]


@pytest.mark.parametrize(
    "reply",
    [
        listed(0),
        listed(0, 2),
        listed(0, 0),
        listed(None, None),
        listed([], 1),
        listed(0, 1, 2),
        listed(0, 1, status=400),
        Reply(200, b"no JSON"),
        Reply(200, b"[]"),
        Reply(200, b'{"choices": [1, 2]}'),
    ],
)
def test_what_has_not_one_choice_for_each_prompt_is_not_taken_apart(reply):
    assert split_reply(reply, ["a", "b"], first_usage=False) is None


@pytest.mark.parametrize(("total", "sizes"), [(0, [1, 2]), (1, [1, 1, 1]), (100, [3, 1, 7])])
def test_shares_add_up(total, sizes):
    assert sum(proportional_shares(total, sizes)) == total
