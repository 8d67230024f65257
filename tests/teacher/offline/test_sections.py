import pytest

from sdg_flows.teacher.offline.sections import Section, outside, sections


def named(text, *, anywhere=False):
    return [(section.name, section.text) for section in sections(text, anywhere=anywhere)]


def section(name):
    return Section(name, "", "", "", 0, 0)


def test_sections_are_found_in_both_ways_of_writing_tags():
    text = "Read.\n<domain>\nocean\n</domain>\n[Start of Question]Why?[End of Question]"

    assert named(text) == [("domain", "ocean"), ("Question", "Why?")]


def test_tag_pairs_inside_lines_and_sections_are_found_anywhere():
    text = "<example>\nGive <score>1</score>.\n</example>"

    assert named(text, anywhere=True) == [("example", "Give <score>1</score>."), ("score", "1")]


def test_a_tag_that_is_never_closed_opens_no_section():
    assert named("<a>\n<b>\nhere\n</b>\n<a>") == [("b", "here")]


def test_outside_blanks_sections_and_keeps_lines():
    assert outside("a\n<x>\nhidden\n</x>\nb").split("\n") == ["a", "   ", "      ", "    ", "b"]


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Question", "question"),
        ("document_outline", "topic"),
        ("Revised Response", "answer"),
        ("judgment", "choice"),
        ("Rubric", "other"),
    ],
)
def test_the_name_of_a_tag_tells_its_role(name, role):
    assert section(name).role == role


@pytest.mark.parametrize(("name", "shown"), [("example", True), ("seed_question", True), ("question", False)])
def test_a_section_that_shows_an_example_is_told_by_its_name(name, shown):
    assert section(name).is_exemplar is shown
