import pytest

from sdg_flows.teacher.offline.brief import brief_of
from sdg_flows.teacher.offline.scales import choice, choices_in, fitting, scale_in, score


@pytest.mark.parametrize(
    ("placeholder", "wording", "worst", "best"),
    [
        ("0 or 1", "", "0", "1"),
        ("1, 2 or 3", "", "1", "3"),
        ("a number", "Give a score from 1 to 5.", "1", "5"),
        ("your score", "0: wrong\n1: partly\n2: right\n", "0", "2"),
        ("your score", "", "1", "1"),
    ],
)
def test_a_score_keeps_to_the_scale_that_is_shown(placeholder, wording, worst, best):
    assert (score(placeholder, wording, 0.0), score(placeholder, wording, 1.0)) == (worst, best)


def test_a_scale_is_all_numbers_from_the_lowest_to_the_highest():
    assert scale_in("0-3") == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("placeholder", "choices"),
    [("YES or NO", ["YES", "NO"]), ("joy, anger, or fear", ["joy", "anger", "fear"]), ("your answer", [])],
)
def test_choices_are_read_from_a_placeholder(placeholder, choices):
    assert choices_in(placeholder) == choices


@pytest.mark.parametrize(("grade", "verdict"), [(0.9, "YES"), (0.2, "NO")])
def test_yes_or_no_follows_the_grade(grade, verdict):
    assert choice("YES or NO", brief_of("Judge."), grade) == verdict


def test_a_label_is_taken_from_the_exemplar_that_is_most_alike():
    prompt = "".join(
        f"<example>\n<text>{text}</text>\n<label>{label}</label>\n</example>\n"
        for text, label in [("the dog died", "sad"), ("we won the cup", "glad")]
    )

    assert fitting(["sad", "glad"], brief_of(f"{prompt}<text>\nThey won a cup!\n</text>")) == "glad"
