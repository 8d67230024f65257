import pytest

from sdg_flows.teacher.offline.judging import judgement

SOURCE = "Tides are the rise and fall of the sea, every 12 hours."


@pytest.mark.parametrize(
    ("answer", "grade", "reason"),
    [
        ("Tides rise and fall.", 1.0, "Of the 3 content words of the answer, 3 are in the source."),
        ("Whales sing.", 0.0, "Of the 2 content words of the answer, 0 are in the source."),
        ("Tides come every 25 hours.", 0.0, 'The answer gives "25", which is not in the source.'),
    ],
)
def test_an_answer_is_judged_by_its_source(answer, grade, reason):
    judged = judgement({"document": SOURCE, "answer": answer})

    assert (judged.grade, judged.reason) == (grade, reason)


def test_an_answer_without_source_is_judged_by_its_question():
    good = judgement({"question": "What is a tide?", "answer": "A tide is a rise of the sea."})
    bad = judgement({"question": "What is a tide?", "answer": "Whales sing."})

    assert good.grade > bad.grade


def test_a_question_that_hangs_in_the_air_is_graded_down():
    assert judgement({"question": "It is what?"}).grade < judgement({"question": "What is a tide?"}).grade
