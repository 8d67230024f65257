import pytest

from sdg_flows.core.json_text import parse_json


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param('{"a": 1}', {"a": 1}, id="bare"),
        pytest.param('{"a": [1, 2,],}', {"a": [1, 2]}, id="stray-commas"),
        pytest.param('{"a": "x,}",}', {"a": "x,}"}, id="comma-in-a-text"),
        pytest.param('```json\n{"a": 1}\n```', {"a": 1}, id="fenced"),
        pytest.param('See [1]: {"a": "b"}. Done.', {"a": "b"}, id="longest"),
        pytest.param('First {"a": 1,} or {b}', {"a": 1}, id="both"),
        pytest.param('[{"a": 1}] as asked', [{"a": 1}], id="outermost"),
        pytest.param("3", 3, id="number"),
        pytest.param('{"a": "one\ttwo\n"}', {"a": "one\ttwo\n"}, id="line-ends-in-a-text"),
    ],
)
def test_json_is_found(text, value):
    assert parse_json(text, fix_commas=True, embedded=True) == value


@pytest.mark.parametrize(
    "text",
    ["", "none", "{a: 1}", '"\\ud800"', "[" * 100_000, "x " + "[" * 100_000, "9" * 5000, '{"a": 1, "a": 2}'],
    ids=["empty", "words", "no-json", "half-a-pair", "deep", "deep-in-words", "long-number", "twice"],
)
def test_what_cannot_be_read_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        parse_json(text, fix_commas=True, embedded=True)


@pytest.mark.parametrize("text", ['{"a": 1,}', 'Here: {"a": 1}'])
def test_nothing_is_forgiven_unless_asked_for(text):
    with pytest.raises(ValueError, match=r"line 1 column"):
        parse_json(text, fix_commas=False, embedded=False)
