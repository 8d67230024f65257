import pytest

from sdg_flows.teacher.offline.proper_names import inside, proper_names


def test_a_word_with_a_capital_inside_a_sentence_is_a_name():
    assert proper_names("The pull of the Moon is weak. Water near the Moon rises, and water falls.") == {"Moon"}


@pytest.mark.parametrize(
    ("sentence", "read"),
    [
        ("The Moon rises.", "the Moon rises."),
        ("Gravity grows weaker.", "gravity grows weaker."),
        ("Moon and Sun pull.", "Moon and Sun pull."),
        ("NASA is an agency.", "NASA is an agency."),
        ("Marie Curie left.", "Marie Curie left."),
    ],
)
def test_a_sentence_loses_its_first_capital_unless_it_is_a_name(sentence, read):
    assert inside(sentence, frozenset({"Moon"})) == read
