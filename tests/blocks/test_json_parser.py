import pytest
from pydantic import ValidationError

from sdg_flows.blocks.json_parser import JSONParserBlock
from sdg_flows.core.table import child_id

from tables import cells, reasons, table


def parser(*fields: str, **settings: object) -> JSONParserBlock:
    config = {"name": "read", "input_cols": "said", "output_cols": fields, **settings}
    return JSONParserBlock.model_validate(config)


def test_fields_become_columns_under_the_prefix():  # case 37
    outcome = parser("name", field_prefix="parsed_")(table(said=['{"name": "x"}', "{}"]))

    assert cells(outcome.kept, "parsed_name") == ["x", None]


@pytest.mark.parametrize(
    ("kind", "json_text", "cell"),
    [
        ("text", "3", "3"),
        ("text", '["é", 1]', '["é", 1]'),
        ("int", "3", 3),
        ("float", "3", 3.0),
        ("float", "1e300", 1e300),
        ("bool", "true", True),
        ("texts", '["a", "b"]', ["a", "b"]),
        ("int", "null", None),
    ],
)
def test_a_field_has_the_type_that_the_settings_say(kind, json_text, cell):
    assert cells(parser("f", types={"f": kind})(table(said=[f'{{"f": {json_text}}}'])).kept, "f") == [cell]


@pytest.mark.parametrize(
    ("kind", "json_text"),
    [("int", "3.5"), ("int", "true"), ("int", "9" * 19), ("float", '"3"'), ("bool", "1"), ("texts", "[1]")],
)
def test_a_field_of_another_type_rejects_its_row(kind, json_text):
    outcome = parser("f", types={"f": kind})(table(said=[f'{{"f": {json_text}}}']))

    assert reasons(outcome.rejected) == {child_id("r0", 0, 0): "schema_mismatch"}
    assert cells(outcome.rejected, "detail") == [f"field 'f' is {json_text}; expected {kind}"]


def test_a_list_at_the_root_is_the_field_items():
    assert cells(parser("items")(table(said=["[1, 2]"])).kept, "items") == ["[1, 2]"]


def test_a_list_at_the_root_can_be_rows():
    outcome = parser("f", expand_lists=True)(table(said=['[{"f": "a"}, {"f": "b"}, 3, {"f": "c"}]']))

    assert cells(outcome.kept, "f") == ["a", "b"]
    assert reasons(outcome.rejected) == {child_id("r0", 0, 2): "schema_mismatch"}


@pytest.mark.parametrize(
    ("said", "settings", "reason"),
    [
        ("none", {}, "invalid_json"),
        ("3", {}, "schema_mismatch"),
        ("[]", {"expand_lists": True}, "empty"),
        ('{"f": 1,}', {"fix_trailing_commas": False, "extract_embedded": False}, "invalid_json"),
        ('Here: {"f": 1}', {"extract_embedded": False}, "invalid_json"),
    ],
)
def test_what_is_no_object_is_a_rejected_row_of_its_own(said, settings, reason):
    outcome = parser("f", **settings)(table(said=[said]))

    assert (outcome.kept.num_rows, reasons(outcome.rejected)) == (0, {child_id("r0", 0, 0): reason})


def test_the_column_that_was_read_can_be_dropped():
    assert parser("f", drop_input=True)(table(said=['{"f": 1}'])).kept.column_names == ["row_id", "f"]


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"types": {"g": "int"}}, "types names 'g', which is none of output_cols: f"),
        ({"output_cols": ["said"], "drop_input": True}, "'said' is dropped by drop_input and made by output_cols"),
    ],
)
def test_settings_that_cannot_work_are_refused(settings, text):
    with pytest.raises(ValidationError, match=text):
        parser("f", **settings)
