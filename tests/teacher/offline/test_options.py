import pytest

from sdg_flows.teacher.offline.options import option_letters, question_with_options
from sdg_flows.teacher.offline.turn import Turn

DOCUMENT = """Tides are the regular rise and fall of the sea. A storm surge is the rise of the sea above the tide.
Water levels are recorded by tide gauges. Slack water is the short time without a stream."""
LETTERS = ("A)", "B)", "C)", "D)")


@pytest.mark.parametrize(
    ("placeholder", "letters"),
    [("the question\nA) one\nB) two", ("A)", "B)")), ("A. x\nB. y\nC. z", ("A.", "B.", "C.")), ("your question", ())],
)
def test_the_letters_are_those_of_the_placeholder(placeholder, letters):
    assert option_letters(placeholder) == letters


@pytest.mark.parametrize("document", [DOCUMENT, "Tides are the rise and fall of the sea.", "潮汐は月の引力による。"])
def test_a_question_has_an_option_for_each_letter_and_the_right_one_is_among_them(document):
    question, answer = question_with_options(document, LETTERS, Turn("row", 0))
    options = question.splitlines()[1:]

    assert [option[:2] for option in options] == list(LETTERS)
    assert len({option[2:] for option in options}) == 4
    assert answer in options


def test_the_right_option_does_not_always_have_the_same_letter():
    answers = [question_with_options(DOCUMENT, LETTERS, Turn("row", draw))[1] for draw in range(12)]

    assert len({answer[0] for answer in answers}) > 1
