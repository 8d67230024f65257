import json

import pytest

from sdg_flows.core.exchange import Usage
from sdg_flows.teacher.backend import Reply
from sdg_flows.teacher.reading import Reading, read_reply


def chat(content: str | None, finish_reason: str = "stop", **message: object) -> Reply:
    choice = {"message": {"content": content, **message}, "finish_reason": finish_reason}
    return Reply(200, json.dumps({"choices": [choice], "usage": {"prompt_tokens": 3, "completion_tokens": 2}}).encode())


def test_a_chat_answer_has_its_text_and_its_tokens():
    assert read_reply(chat("hello")) == Reading("ok", "hello", usage=Usage(3, 2))


@pytest.mark.parametrize("name", ["reasoning_content", "reasoning"])
def test_what_a_model_thought_is_kept_beside_its_answer(name):
    assert read_reply(chat("hello", **{name: "hm"})).reasoning == "hm"


def test_log_probabilities_are_kept_beside_the_answer():
    reply = Reply(200, b'{"choices": [{"text": "a", "logprobs": {"top_logprobs": [{"a": -1}]}}]}')

    assert read_reply(reply).logprobs == ({"a": -1.0},)


def test_the_text_of_a_pooling_reply_is_its_data():
    reply = Reply(200, b'{"data": [{"data": [[0.1, 0.9]]}], "usage": {"prompt_tokens": 3}}')

    assert read_reply(reply) == Reading("ok", '[{"data": [[0.1, 0.9]]}]', usage=Usage(3, 0))


def test_a_completion_has_its_text():
    assert read_reply(Reply(200, b'{"choices": [{"text": "hello"}]}')) == Reading("ok", "hello")


def test_of_several_choices_the_one_with_index_0_is_read_wherever_it_stands():
    reply = Reply(200, b'{"choices": [{"index": 1, "text": "other"}, {"index": 0, "text": "hello"}]}')

    assert read_reply(reply) == Reading("ok", "hello")


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (chat("half", "length"), "cut"),
        (chat("", "content_filter"), "filtered"),
        (chat(None, refusal="I will not"), "refused"),
        (chat(None), "malformed"),
        (chat("", reasoning_content="thinking"), "malformed"),
        (Reply(200, b'{"choices": []}'), "malformed"),
        (Reply(200, b"<html>Sign in</html>"), "server"),
        (Reply(200, b"[" * 200_000), "server"),
        (Reply(200, b'{"error": {"message": "x"}}'), "server"),
        (Reply(200, b'{"error": {"code": 429, "message": "slow down"}}'), "rate"),
        (Reply(302, b""), "server"),
        (Reply(404, b"no such page"), "server"),
        (Reply(429, b'{"error": {"code": "429", "message": "rate limit; see aka.ms/quotaincrease"}}'), "rate"),
        (Reply(200, b"[]"), "malformed"),
        (Reply(400, b'{"error": {"message": "bad"}}'), "bad_request"),
        (Reply(400, b'{"error": {"message": "This model\'s maximum context length is 5"}}'), "too_long"),
        (Reply(400, b'{"error": {"type": "exceed_context_size_error"}}'), "too_long"),
        (Reply(413, b""), "too_long"),
        (Reply(401, b""), "auth"),
        (Reply(404, b'{"error": {"message": "no such model"}}'), "auth"),
        (Reply(429, b'{"error": {"code": "insufficient_quota"}}'), "quota"),
        (Reply(429, b"slow down"), "rate"),
        (Reply(503, b""), "server"),
        (Reply(500, b"<html>boom</html>"), "server"),
    ],
)
def test_every_reply_has_an_outcome(reply, outcome):
    assert read_reply(reply).outcome == outcome


def test_an_answer_that_is_only_thought_says_where_it_went():
    assert (
        read_reply(chat("", reasoning_content="hm")).detail
        == "the answer has no text; it went into 'reasoning_content'"
    )


def test_a_refusal_of_the_server_is_clipped_and_named():
    assert read_reply(Reply(400, b"x" * 5000)).detail == f"HTTP 400: {'x' * 300}…"


def test_a_lone_surrogate_and_a_null_do_not_break_the_row():
    assert read_reply(Reply(200, b'{"choices": [{"text": "a\\ud800b\\u0000c"}]}')).text == "a�bc"


@pytest.mark.parametrize("usage", [None, {}, {"prompt_tokens": "many"}, {"prompt_tokens": -1}])
def test_usage_that_cannot_be_read_counts_nothing(usage):
    assert read_reply(Reply(200, json.dumps({"choices": [{"text": "x"}], "usage": usage}).encode())).usage == Usage()
