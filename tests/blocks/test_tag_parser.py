import pytest
from pydantic import ValidationError

from sdg_flows.blocks.tag_parser import TagParserBlock
from sdg_flows.core.errors import ColumnsError
from sdg_flows.core.table import child_id

from tables import cells, reasons, table


def parser(**settings: object) -> TagParserBlock:
    one = {"name": "read", "input_cols": "said", "output_cols": "a", "start_tags": "[A]", "end_tags": "[/A]"}
    return TagParserBlock.model_validate({**one, **settings})


PAIRS = parser(output_cols=["a", "b"], start_tags=["[A]", "[B]"], end_tags=["[/A]", "[/B]"])


@pytest.mark.parametrize(
    ("said", "made"),
    [
        pytest.param(["x [A] a [/A] y [A]b[/A]"] * 2, ["a", "b", "a", "b"], id="17"),
        pytest.param([["[A]1[/A]", "[A]2[/A][A]3[/A]"], ["[A]4[/A]"]], ["1", "2", "3", "4"], id="lists"),
    ],
)
def test_each_record_of_each_text_is_a_row(said, made):
    assert cells(parser()(table(said=said)).kept, "a") == made


def test_each_made_row_has_its_own_id_and_its_parent():
    outcome = parser()(table(said=[["[A]1[/A]", "[A]2[/A][A]3[/A]"]]))
    ids = [child_id("r0", 0, 0), child_id("r0", 1, 0), child_id("r0", 1, 1)]

    assert cells(outcome.kept, "row_id") == cells(outcome.lineage, "row_id") == ids
    assert cells(outcome.lineage, "parent_id") == ["r0"] * 3


def test_cleanup_texts_are_removed():  # case 34
    assert cells(parser(parser_cleanup_tags="<br>")(table(said=["[A]hello<br>world[/A]"])).kept, "a") == ["helloworld"]


def test_values_of_several_tags_are_paired():
    outcome = PAIRS(table(said=["[A]1[/A][B]x[/B] [A]2[/A][B]y[/B]"]))

    assert (cells(outcome.kept, "a"), cells(outcome.kept, "b")) == (["1", "2"], ["x", "y"])


@pytest.mark.parametrize(
    ("said", "reason"),
    [("nothing", "no_match"), ("[A]1[/A]", "uneven"), ("[A]1[/A][B]x", "unclosed_tag")],
    ids=["none", "35", "unclosed"],
)
def test_a_text_that_is_no_record_is_a_rejected_row_of_its_own(said, reason):
    outcome = PAIRS(table(said=[said]))

    assert (outcome.kept.num_rows, reasons(outcome.rejected)) == (0, {child_id("r0", 0, 0): reason})
    assert cells(outcome.lineage, "parent_id") == ["r0"]


def test_rows_without_a_text_are_rejected_under_their_own_ids():
    outcome = parser()(table(said=[None, [], ["[A]1[/A]", None]]))

    assert reasons(outcome.rejected) == {"r0": "null_value", "r1": "empty_list", child_id("r2", 1, 0): "null_value"}
    assert cells(outcome.kept, "a") == ["1"]


def test_a_column_of_numbers_is_refused():
    with pytest.raises(ColumnsError) as error:
        parser()(table(said=[1]))

    assert str(error.value) == "block 'read': column 'said' holds int64. Expected texts or lists of texts."


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        pytest.param(
            {"end_tags": ["x", "y"]}, "there are 1 start_tags and 2 end_tags for 1 output_cols; give as many", id="34"
        ),
        pytest.param(
            {"output_cols": ["a", "a"]}, "made columns have different names other than 'row_id'; found a, a", id="twice"
        ),
    ],
)
def test_settings_that_cannot_work_are_refused(settings, text):
    with pytest.raises(ValidationError, match=text):
        parser(**settings)
