import pytest

from sdg_flows.inputs.passages import split_passages, top_title


def parts(text):
    return [(text[one.start : one.end], one.kind, one.headings, one.opens_section) for one in split_passages(text)]


def test_passages_stand_under_the_headings_above_them():
    assert parts("intro\n\n# A\na\n\n### B ##\nb\n## C\nc") == [
        ("intro\n\n", "prose", (), True),
        ("# A\n", "heading", (), True),
        ("a\n\n", "prose", ("A",), False),
        ("### B ##\n", "heading", ("A",), True),
        ("b\n", "prose", ("A", "B"), False),
        ("## C\n", "heading", ("A",), True),
        ("c", "prose", ("A", "C"), False),
    ]


def test_underlined_lines_are_headings_too():
    assert parts("Title\n=====\nx\n\nPart\n---\ny") == [
        ("Title\n=====\n", "heading", (), True),
        ("x\n\n", "prose", ("Title",), False),
        ("Part\n---\n", "heading", ("Title",), True),
        ("y", "prose", ("Title", "Part"), False),
    ]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("- a\n- b\n", ["lines"]),
        ("1. a\n2. b\n", ["lines"]),
        ("| a |\n|---|\n| 1 |\n", ["lines"]),
        ("Items:\n- a\n", ["lines"]),
        ("```py\n# no heading\n\nx\n```\nafter\n", ["lines", "prose"]),
        ("~~~\n```\n# no\n~~~\n# yes\n", ["lines", "heading"]),
        ("```\nnever closed\n\n# no\n", ["lines"]),
        ("`code` and ```more```\n# yes\n", ["prose", "heading"]),
        ("#hashtag\n", ["prose"]),
        ("a - b\n1900 was a year\n", ["prose"]),
        (f"# {'x' * 200}\n", ["prose"]),
        ("# A\r\ntext\r\n", ["heading", "prose"]),
    ],
)
def test_lists_tables_and_code_are_told_from_prose_and_headings(text, kinds):
    assert [one.kind for one in split_passages(text)] == kinds


@pytest.mark.parametrize("text", ["", "\n \n", "\n\nx\n\n", "#\n", "x\n\n\n# A\n\n"])
def test_passages_hold_all_but_leading_blank_lines(text):
    assert "".join(text[one.start : one.end] for one in split_passages(text)).strip() == text.strip()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("## A\n\n# B\n\n# C", "B"),
        ("x\n\nB\n=\n", "B"),
        ("#\n\n# B", "B"),
        ("```\n# B\n```", None),
        ("", None),
    ],
)
def test_the_top_title_is_that_of_the_first_heading_of_the_first_level(text, title):
    assert top_title(text) == title
