import pytest

from sdg_flows.teacher.offline.pair import as_question, first_part, is_self_contained


@pytest.mark.parametrize(
    ("question", "contained"),
    [
        ("What is a storm surge?", True),
        ("Why is it that the sea falls?", True),
        ("How many kinds of loops are there?", True),
        ("What does it raise?", False),
        ("Why do its eggs lie in the sand?", False),
        ("What happens then?", False),
    ],
)
def test_a_question_that_points_to_nothing_else_is_self_contained(question, contained):
    assert is_self_contained(question) is contained


def test_words_become_a_question_sentence():
    assert as_question("what is  a tide.") == "What is a tide?"


def test_what_follows_a_verb_ends_at_the_next_clause():
    assert (
        first_part("about 12 hours and 25 minutes apart, and each tide is late")
        == "about 12 hours and 25 minutes apart"
    )
