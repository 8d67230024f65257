import pytest

from sdg_flows.teacher.offline.clauses import clause_of


@pytest.mark.parametrize(
    ("sentence", "subject", "written"),
    [
        ("the water is first recorded there.", "the water", "is"),
        ("several slower changes make one tide differ.", "several slower changes", "make"),
        ("the range of a tide grows.", "the range of a tide", "grows"),
        ("a stream carried by rivers flows north.", "a stream carried by rivers", "flows"),
    ],
)
def test_the_subject_ends_at_the_finite_verb(sentence, subject, written):
    clause = clause_of(sentence)

    assert clause is not None
    assert (clause.subject, clause.written) == (subject, written)


@pytest.mark.parametrize(
    "sentence",
    [
        "straight beneath the Moon the force works.",
        "seas that are nearly closed have weak tides.",
        "at the point itself the sea level changes.",
        "no verb in here",
    ],
)
def test_a_clause_without_a_plain_subject_is_left_alone(sentence):
    assert clause_of(sentence) is None


def test_a_clause_is_turned_round_with_the_right_form_of_do():
    clause = clause_of("in winter, the lake freezes over.")

    assert clause is not None
    assert clause.asked("Why") == "Why does the lake freeze over in winter"
