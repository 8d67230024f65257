import pytest
from pydantic import ValidationError

from sdg_flows.blocks.regex_parser import RegexParserBlock
from sdg_flows.core.table import child_id

from tables import cells, reasons, table


def parser(pattern: str, *columns: str, **settings: object) -> RegexParserBlock:
    config = {"name": "read", "input_cols": ["said"], "output_cols": columns, "parsing_pattern": pattern, **settings}
    return RegexParserBlock.model_validate(config)


def test_each_match_is_a_row_of_its_groups():  # case 29
    block = parser(r"Q:(.*?)A:(.*?)\[END\]", "q", "a")
    outcome = block(table(said=["Q: q1 A: a1\n[END]Q: q2\n A: a2 [END]"]))

    assert (cells(outcome.kept, "q"), cells(outcome.kept, "a")) == (["q1", "q2"], ["a1", "a2"])
    assert cells(outcome.kept, "row_id") == [child_id("r0", 0, 0), child_id("r0", 0, 1)]


def test_a_pattern_without_groups_gives_the_whole_match():
    assert cells(parser(r"\d+", "n")(table(said=["1 and 22"])).kept, "n") == ["1", "22"]


def test_cleanup_texts_are_removed():
    block = parser("A:(.*)", "a", parser_cleanup_tags=["[END]"])

    assert cells(block(table(said=["A: a1 [END]"])).kept, "a") == ["a1"]


def test_a_text_without_a_match_is_a_rejected_row():
    assert reasons(parser("A:(.*)", "a")(table(said=["B"])).rejected) == {child_id("r0", 0, 0): "no_match"}


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        pytest.param("(a)", "parsing_pattern has 1 groups for 2 output_cols", id="32"),
        pytest.param("(", "parsing_pattern is no regular expression: missing ", id="unclosed"),
    ],
)
def test_a_pattern_that_cannot_work_is_refused(pattern, text):
    with pytest.raises(ValidationError, match=text):
        parser(pattern, "a", "b")
