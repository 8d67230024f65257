import pytest
from pydantic import ValidationError

from sdg_flows.blocks.regex_parser import RegexParserBlock

from tables import cells, reasons, table


def block(**config: object) -> RegexParserBlock:
    defaults = {
        "name": "read",
        "input_cols": "said",
        "output_cols": ["q", "a"],
        "parsing_pattern": r"Q:(.*?)A:(.*?)(?:\n|$)",
    }
    return RegexParserBlock.model_validate({**defaults, **config})


def test_every_match_is_a_row():
    kept = block(parser_cleanup_tags=["[END]"])(table(said=["Q: one A: 1 [END]\nQ: two A: 2"])).kept

    assert (cells(kept, "q"), cells(kept, "a")) == (["one", "two"], ["1", "2"])


def test_a_pattern_without_a_group_gives_the_whole_match():
    assert cells(block(output_cols=["n"], parsing_pattern=r"\d+")(table(said=["7 of 9"])).kept, "n") == ["7", "9"]


def test_a_list_gives_the_rows_of_each_of_its_texts():
    assert cells(block()(table(said=[["Q: one A: 1", "Q: two A: 2"]])).kept, "q") == ["one", "two"]


@pytest.mark.parametrize(("said", "reason"), [("nothing", "no_match"), (None, "null_value")])
def test_a_text_without_a_match_is_rejected(said, reason):
    assert list(reasons(block()(table(said=["Q: x A: y", said])).rejected).values()) == [reason]


@pytest.mark.parametrize(
    ("config", "text"),
    [({"parsing_pattern": "("}, "no regular expression"), ({"output_cols": ["q"]}, "2 groups for 1")],
)
def test_settings_that_cannot_work_are_refused(config, text):
    with pytest.raises(ValidationError, match=text):
        block(**config)
