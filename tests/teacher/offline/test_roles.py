import pytest

from sdg_flows.teacher.offline.roles import is_of_exemplar, role_of


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Question", "question"),
        ("document_outline", "outline"),
        ("Revised Response", "answer"),
        ("seed_context", "context"),
        ("Rating", "score"),
        ("Feedback", "reason"),
        ("judgment", "choice"),
        ("Rubric", "other"),
    ],
)
def test_the_name_of_a_tag_tells_its_role(name, role):
    assert role_of(name) == role


@pytest.mark.parametrize(("name", "shown"), [("example", True), ("seed_question", True), ("question", False)])
def test_a_section_that_shows_an_example_is_told_by_its_name(name, shown):
    assert is_of_exemplar(name) is shown
