import pytest
from pydantic import ValidationError

from sdg_flows.blocks.json_parser import JSONParserBlock
from sdg_flows.core.errors import ColumnsError

from tables import cells, reasons, table


def block(**config: object) -> JSONParserBlock:
    return JSONParserBlock.model_validate(
        {"name": "read", "input_cols": "said", "output_cols": ["name", "size"], **config}
    )


@pytest.mark.parametrize(
    "said",
    ['{"name": "x", "size": 2}', '{"name": "x", "size": 2,}', 'So: {"name": "x", "size": 2}. Done.'],
    ids=["bare", "trailing-comma", "in-words"],
)
def test_fields_fill_the_columns_of_their_names(said):
    kept = block(types={"size": "int"})(table(said=[said])).kept

    assert (cells(kept, "name"), cells(kept, "size")) == (["x"], [2])


def test_a_prefix_goes_before_the_names():  # 37
    assert block(field_prefix="parsed_")(table(said=['{"name": "x"}'])).kept.column_names[2:] == [
        "parsed_name",
        "parsed_size",
    ]


def test_a_list_becomes_a_row_for_each_object():
    kept = block(expand_lists=True)(table(said=['[{"name": "a"}, {"name": "b", "size": 1}]'])).kept

    assert (cells(kept, "name"), cells(kept, "size")) == (["a", "b"], [None, "1"])


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("no", "invalid_json"),
        ("3", "schema_mismatch"),
        ('{"name": "x", "size": "big"}', "schema_mismatch"),
        (None, "null_value"),
    ],
)
def test_what_is_no_such_object_is_rejected(said, reason):
    outcome = block(types={"size": "int"})(table(said=['{"name": "x"}', said]))

    assert outcome.kept.num_rows == 1
    assert list(reasons(outcome.rejected).values()) == [reason]


def test_the_input_can_be_dropped():
    assert "said" not in block(drop_input=True)(table(said=['{"name": "x"}'])).kept.column_names


def test_a_column_of_numbers_is_no_text():
    with pytest.raises(ColumnsError, match=r"holds int64\. Expected texts"):
        block()(table(said=[1]))


def test_a_type_is_for_a_field_that_is_read():
    with pytest.raises(ValidationError, match="types names 'colour'"):
        block(types={"colour": "int"})
