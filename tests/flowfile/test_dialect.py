import pytest

from sdg_flows.flowfile.dialect import detect_dialect

CHAIN = [{"block_type": "LLMBlock", "block_config": {"block_name": "a"}}]


@pytest.mark.parametrize(
    ("value", "dialect"),
    [
        (CHAIN, "chain"),
        ({"version": "1.0", "blocks": [{"name": "a"}]}, "v1"),
        ({"blocks": []}, "v1"),
        ({"version": "1.0", "block_configs": CHAIN}, "chain"),
        ({"first": CHAIN[0], "second": CHAIN[0]}, "chain"),
        ({"metadata": {"name": "x"}, "blocks": CHAIN}, "hub"),
        ({"metadata": {"name": "x"}, "blocks": []}, "hub"),
        ({"blocks": CHAIN}, "hub"),
        ({"version": 3, "task_description": "a taxonomy leaf"}, None),
        ([1, 2], None),
        (None, None),
    ],
)
def test_a_flow_file_is_known_by_its_shape(value, dialect):
    assert detect_dialect(value) == dialect


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- 1", "flow.yaml:1: found a list"),
        ("[]", "flow.yaml:1: found an empty list"),
        ("words", "flow.yaml:1: found 'words'"),
        ("", "flow.yaml: the file is empty"),
        ("# only a comment", "flow.yaml: the file is empty"),
    ],
)
def test_another_shape_is_refused_in_one_sentence_c091(write, refusals, text, said):
    expected = "expected a mapping with 'version' and 'blocks', or a list of blocks with 'block_type'."

    assert refusals(write("flow.yaml", text)) == [f"{said}; {expected}"]


def test_a_mapping_with_neither_key_is_told_what_both_are(write, refusals):
    assert refusals(write("flow.yaml", "datamixing: null\n")) == [
        'flow.yaml:1: version is missing; expected version: "1.0".',
        "flow.yaml:1: there is no 'blocks' section; expected a list of blocks.",
    ]
