import pyarrow as pa
import pytest

from sdg_flows.core.parsing import Parsed
from sdg_flows.core.parsing_json import checked_schema, column_type, json_in, read_object

SCHEMA = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "size": {"type": "integer"}, "parts": {"type": "array"}},
    "required": ["name"],
}


@pytest.mark.parametrize(
    "text",
    ['{"a": 1}', ' {"a": 1} \n', '```json\n{"a": 1}\n```', '{"a": 1,}', 'Here it is: {"a": 1}. Done.'],
    ids=["bare", "blanks", "fenced", "trailing-comma", "in-words"],
)
def test_json_is_found(text):
    assert json_in(text) == {"a": 1}


def test_the_named_properties_are_one_record():
    found = read_object('{"name": "x", "size": 2, "parts": [1, "é"], "more": 0}', ["name", "size", "parts"], SCHEMA)

    assert found == Parsed((("x", 2, '[1, "é"]'),))


def test_a_property_that_is_not_there_is_null():
    assert read_object('{"name": "x"}', ["name", "size"], SCHEMA).records == (("x", None),)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("no", "invalid_json"),
        ('{"size": 1}', "schema_mismatch"),
        ('{"name": 1}', "schema_mismatch"),
        ("[1]", "schema_mismatch"),
    ],
)
def test_what_is_no_such_object_says_why(text, reason):
    found = read_object(text, ["name"], SCHEMA)

    assert (found.records, found.reason) == ((), reason)
    assert found.detail


def test_a_column_has_the_type_of_its_property():
    assert [column_type(SCHEMA, name) for name in ("name", "size", "parts")] == [pa.string(), pa.int64(), pa.string()]


@pytest.mark.parametrize(
    ("schema", "text"),
    [({"type": "object"}, "no object; expected 'properties'"), ({"type": 1, "properties": {}}, "no JSON Schema")],
)
def test_a_schema_that_cannot_be_used_is_refused(schema, text):
    with pytest.raises(ValueError, match=text):
        checked_schema(schema)
