import pytest

from sdg_flows.inputs.tokens import estimate_tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", 0),
        ("   ", 0),
        ("tide", 1),
        ("intertidal", 2),
        ("a b, c.", 5),
        ("1234", 2),
        ("прилив", 3),
        ("潮の満ち", 4),
        ("a\n\n   b", 3),
        ("-" * 16, 2),
        ("|---|", 3),
    ],
)
def test_tokens_are_estimated_by_letters_digits_and_signs(text, tokens):
    assert estimate_tokens(text) == tokens
