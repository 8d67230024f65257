import pytest

from sdg_flows.inputs.qna_sentences import describe_value


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"a": 1}, "a mapping"),
        ([1], "a list"),
        (None, "nothing"),
        (True, "true"),
        (42, "42"),
        ("x", "'x'"),
        ("x" * 50, f"'{'x' * 36}..."),
    ],
)
def test_a_value_is_named_in_a_few_words(value, words):
    assert describe_value(value) == words
