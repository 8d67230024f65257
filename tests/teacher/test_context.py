import pytest

from sdg_flows.teacher.context import Context, min_tokens


@pytest.mark.parametrize(
    ("counts_max_tokens", "max_tokens", "left"),
    [(True, 3000, 1096), (True, 4096, 0), (True, None, 4095), (False, 3000, 4095), (False, None, 4095)],
)
def test_what_is_left_for_a_prompt_depends_on_whether_the_server_counts_the_longest_answer(
    counts_max_tokens, max_tokens, left
):
    assert Context(4096, counts_max_tokens).left_for_prompt(max_tokens) == left


def test_a_text_has_a_token_for_six_characters_at_least():
    assert min_tokens(6001) == 1000
