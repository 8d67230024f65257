import pytest

from sdg_flows.teacher.offline.brief import Brief
from sdg_flows.teacher.offline.judging import choice, grade_answer, parse_choices, score

SOURCE = "Tides are the rise and fall of the sea, every 12 hours."


@pytest.mark.parametrize(
    ("answer", "judged"),
    [
        ("Tides rise and fall.", (1.0, "Of the 3 content words of the answer, 3 are in the source.")),
        ("Whales sing.", (0.0, "Of the 2 content words of the answer, 0 are in the source.")),
        ("Tides come every 25 hours.", (0.0, 'The answer gives "25", which is not in the source.')),
    ],
)
def test_an_answer_is_judged_by_its_source(answer, judged):
    assert grade_answer({"document": SOURCE, "answer": answer}) == judged


@pytest.mark.parametrize(("answer", "grade"), [("A tide is a rise of the sea.", 1.0), ("Whales sing.", 0.4)])
def test_an_answer_without_source_is_judged_by_its_question(answer, grade):
    assert grade_answer({"question": "What is a tide?", "answer": answer})[0] == grade


@pytest.mark.parametrize(("question", "grade"), [("It is what?", 0.0), ("What is a tide?", 1.0)])
def test_a_question_that_hangs_in_the_air_is_graded_down(question, grade):
    assert grade_answer({"question": question})[0] == grade


@pytest.mark.parametrize(
    ("placeholder", "wording", "worst", "best"),
    [
        ("0 or 1", "", "0", "1"),
        ("1, 2 or 3", "", "1", "3"),
        ("0|1|2", "", "0", "2"),
        ("a number", "Give a score from 1 to 5.", "1", "5"),
        ("your score", "", "1", "1"),
    ],
)
def test_a_score_keeps_to_the_scale_that_is_shown(placeholder, wording, worst, best):
    assert (score(placeholder, wording, 0.0), score(placeholder, wording, 1.0)) == (worst, best)


@pytest.mark.parametrize(
    ("placeholder", "choices"),
    [("YES or NO", ["YES", "NO"]), ("joy|anger", ["joy", "anger"]), ("your answer", [])],
)
def test_choices_are_read_from_a_placeholder(placeholder, choices):
    assert parse_choices(placeholder) == choices


@pytest.mark.parametrize(
    ("placeholder", "grade", "verdict"),
    [("YES or NO", 0.9, "YES"), ("NO|YES", 0.2, "NO"), ("your verdict", 0.9, "YES")],
)
def test_yes_or_no_follows_the_grade(placeholder, grade, verdict):
    assert choice(placeholder, Brief((), 1, "", {}), grade) == verdict
