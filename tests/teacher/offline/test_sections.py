from sdg_flows.teacher.offline.sections import outside, sections


def named(text):
    return [(section.name, section.text) for section in sections(text)]


def test_sections_are_found_in_both_ways_of_writing_tags():
    text = "Read.\n<domain>\nocean\n</domain>\n[Start of Question]Why?[End of Question]"

    assert named(text) == [("domain", "ocean"), ("Question", "Why?")]


def test_a_section_inside_another_is_part_of_its_text():
    assert named("<example>\n<question>Why?</question>\n</example>") == [("example", "<question>Why?</question>")]


def test_a_closing_tag_inside_a_document_does_not_end_it():
    assert named("<document>\na\n</document>\nb\n</document>\n") == [("document", "a\n</document>\nb")]


def test_examples_that_follow_one_another_stay_apart():
    assert named("<example>\n1\n</example>\n<example>\n2\n</example>") == [("example", "1"), ("example", "2")]


def test_a_tag_that_is_only_mentioned_opens_no_section():
    assert named("Look between <document> and </document>.") == []


def test_outside_blanks_sections_and_keeps_lines():
    assert outside("a\n<x>\nhidden\n</x>\nb").split("\n") == ["a", "   ", "      ", "    ", "b"]
