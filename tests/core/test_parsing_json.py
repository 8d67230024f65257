import pyarrow as pa
import pytest

from sdg_flows.core.parsing import Parsed
from sdg_flows.core.parsing_json import checked_schema, column_type, read_object

SCHEMA = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "size": {"type": "integer"},
        "parts": {"$ref": "#/$defs/tree"},
        "share": {"type": ["number", "null"]},
    },
    "$defs": {"tree": {"type": ["array", "string", "number"], "items": {"$ref": "#/$defs/tree"}}},
    "required": ["name"],
}


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "x"}',
        ' {"name": "x"} \n',
        '```json\n{"name": "x"}\n```',
        '{"name": "x",}',
        'Here: {"name": "x",} Done.',
    ],
    ids=["bare", "blanks", "fenced", "trailing-comma", "in-words"],
)
def test_the_object_is_found_in_what_models_write(text):
    assert read_object(text, ["name"], SCHEMA) == Parsed((("x",),))


def test_a_comma_and_a_bracket_in_a_text_stay():
    assert read_object('{"name": "a,]b",}', ["name"], SCHEMA).records == (("a,]b",),)


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
        ('{"name": "\\ud800"}', "invalid_json"),
        ('{"name": "x", "size": 99999999999999999999}', "schema_mismatch"),
        ('{"name": "x", "share": 1e999}', "schema_mismatch"),
        ('{"name": "x", "parts": ' + "[" * 900 + "]" * 900 + "}", "schema_mismatch"),
    ],
)
def test_what_is_no_such_object_says_why(text, reason):
    found = read_object(text, ["name", "size", "share"], SCHEMA)

    assert (found.records, found.reason) == ((), reason)
    assert found.detail


def test_a_column_has_the_type_of_its_property():
    types = [column_type(SCHEMA, name) for name in ("name", "size", "parts", "share")]

    assert types == [pa.string(), pa.int64(), pa.string(), pa.float64()]


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ({"type": "object"}, "no object; expected 'properties'"),
        ({"type": 1, "properties": {}}, "no JSON Schema"),
        ({"properties": {"a": {"$ref": "http://127.0.0.1:9/a.json"}}}, "no part 'http://127.0.0.1:9/a.json'"),
        ({"properties": {"a": {"$ref": "#/$defs/b"}}}, "no part '#/[$]defs/b'"),
    ],
)
def test_a_schema_that_cannot_be_used_is_refused(schema, text):
    with pytest.raises(ValueError, match=text):
        checked_schema(schema)


@pytest.mark.parametrize(
    ("said", "size"),
    [('{"name": "x", "size": 1152921504606846977}', 1152921504606846977.0), ('{"name": "x", "size": 2}', 2.0)],
)
def test_a_whole_number_fills_a_column_of_floats(said, size):
    schema = {"type": "object", "properties": {"name": {"type": "string"}, "size": {"type": "number"}}}
    ((_, found),) = read_object(said, ["name", "size"], schema).records

    assert (type(found), found) == (float, size)


@pytest.mark.parametrize("said", ["1" + "0" * 400, "1e999"])
def test_a_number_that_no_column_holds_is_a_reason(said):
    schema = {"type": "object", "properties": {"size": {"type": "number"}}}

    assert read_object(f'{{"size": {said}}}', ["size"], schema).reason in ("schema_mismatch", "invalid_json")
