import pytest

from sdg_flows.teacher.logprobs import parse_logprobs


def token(text, value, *top):
    return {"token": text, "logprob": value, "top_logprobs": [{"token": t, "logprob": v} for t, v in top]}


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({"content": [token("a", -1, ("a", -1), ("b", -2.5)), token("c", -3)]}, ({"a": -1.0, "b": -2.5}, {"c": -3.0})),
        ({"top_logprobs": [{"a": -1, "b": -2}, None]}, ({"a": -1.0, "b": -2.0}, {})),
        ({"tokens": ["a", "b"], "token_logprobs": [None, -1]}, ({}, {"b": -1.0})),
        ({"content": [token("\ud800", 1.5), token("x", float("-inf"))]}, ({"\ufffd": 1.5}, {})),
        ({"content": []}, None),
        (None, None),
        ("none", None),
    ],
)
def test_each_form_of_log_probabilities_is_a_mapping_a_token(told, found):
    assert parse_logprobs({"logprobs": told}) == found
