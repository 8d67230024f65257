import pytest
from pydantic import ValidationError

from sdg_flows.blocks.tag_parser import TagParserBlock

from tables import cells, reasons, table


def block(**config: object) -> TagParserBlock:
    defaults = {"name": "read", "input_cols": "said", "output_cols": ["a"], "start_tags": ["[A]"], "end_tags": ["[/A]"]}
    return TagParserBlock.model_validate({**defaults, **config})


def test_each_record_is_a_row_and_a_child_of_its_row():  # 17
    outcome = block()(table(said=["x [A] a [/A] y [A]b[/A]"]))

    assert cells(outcome.kept, "a") == ["a", "b"]
    assert cells(outcome.lineage, "parent_id") == ["r0", "r0"]


def test_cleanup_texts_are_removed():  # 34
    whole = block(start_tags=[""], end_tags=[""], parser_cleanup_tags=["<br>"])

    assert cells(whole(table(said=["hello<br>world"])).kept, "a") == ["helloworld"]


@pytest.mark.parametrize(("said", "reason"), [("none", "no_match"), ("[A]open", "unclosed_tag"), (None, "null_value")])
def test_a_text_that_is_not_read_is_rejected(said, reason):
    assert list(reasons(block()(table(said=["[A]x[/A]", said])).rejected).values()) == [reason]


def test_there_is_a_pair_of_tags_for_each_column():  # 34
    with pytest.raises(ValidationError, match="1 start_tags and 1 end_tags for 2 output_cols"):
        block(output_cols=["a", "b"])
