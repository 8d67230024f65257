import pytest

from sdg_flows.teacher.offline.clauses import Clause, find_clause


@pytest.mark.parametrize(
    ("sentence", "clause"),
    [
        ("the water is first recorded there.", Clause("the water", "is", "", "first recorded there")),
        ("the range of the tides needs room.", Clause("the range of the tides", "need", "does", "room")),
        ("pressure gauges measure water.", Clause("pressure gauges", "measure", "do", "water")),
        ("a bay has a wide mouth.", Clause("a bay", "have", "does", "a wide mouth")),
        ("the bird carries seeds.", Clause("the bird", "carry", "does", "seeds")),
    ],
)
def test_the_subject_ends_at_the_finite_verb(sentence, clause):
    assert find_clause(sentence) == clause


@pytest.mark.parametrize(
    "sentence",
    [
        "seas that are nearly closed have weak tides.",
        "at the point itself the sea is calm.",
        "the measures of the crew.",
        "the sea, wide and deep, is calm.",
        "the safety measure failed again.",
        "no verb in here",
    ],
)
def test_a_clause_without_a_plain_subject_is_left_alone(sentence):
    assert find_clause(sentence) is None


@pytest.mark.parametrize(
    ("clause", "question"),
    [
        (Clause("the lake", "form", "does", "ice"), "Why does the lake form ice?"),
        (Clause("the lake", "is", "", "deep"), "Why is the lake deep?"),
    ],
)
def test_a_clause_is_turned_round_with_the_right_form_of_do(clause, question):
    assert clause.asked("Why", clause.rest) == question
