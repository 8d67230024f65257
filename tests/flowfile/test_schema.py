import copy

import pytest
from jsonschema import Draft202012Validator

from sdg_flows.blocks import BLOCKS
from sdg_flows.flowfile.block_page import example_of
from sdg_flows.flowfile.flow_text import flow_text
from sdg_flows.flowfile.library import list_suites
from sdg_flows.flowfile.schema import flow_schema
from sdg_flows.yamltext.reader import read_yaml

SCHEMA = flow_schema(BLOCKS)
SHIPPED = [pytest.param(path, id=f"{it.name}/{stem}") for it in list_suites() for stem, path in it.pipelines.items()]
FLOW = {
    "version": "1.0",
    "blocks": [{"name": "a", "type": "DropColumnsBlock", "config": {"cols": ["x"]}, "drop_duplicates": ["y"]}],
    "datamixing": {"auxiliary_instructions": {"spelling": ["Correct it."]}},
}


def faults(flow):
    return [error.json_path for error in Draft202012Validator(SCHEMA).iter_errors(flow)]


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", BLOCKS)
def test_the_example_of_each_block_is_a_flow(name):
    steps = read_yaml(example_of(BLOCKS[name]), name).value

    assert name in {step["type"] for step in steps}
    assert faults({"version": "1.0", "blocks": steps}) == []


@pytest.mark.parametrize("path", SHIPPED)
def test_each_flow_file_of_ours_is_a_flow(path):
    assert faults(flow_text(path).value) == []


@pytest.mark.parametrize(
    ("at", "value", "fault"),
    [
        (("version",), "one", "$.version"),
        (("more",), 1, "$"),
        (("blocks",), [], "$.blocks"),
        (("blocks", 0, "type"), "DropColumnBlock", "$.blocks[0].type"),
        (("blocks", 0, "config"), {}, "$.blocks[0].config"),
        (("blocks", 0, "config"), {"cols": ["x"], "colls": []}, "$.blocks[0].config"),
        (("blocks", 0, "config", "cols"), "x", "$.blocks[0].config.cols"),
        (("blocks", 0, "drop_columns"), "x", "$.blocks[0].drop_columns"),
        (("blocks", 0, "name"), " ", "$.blocks[0].name"),
        (("datamixing", "auxiliary_instructions", "spelling"), "x", "$.datamixing.auxiliary_instructions.spelling"),
    ],
)
def test_each_mistake_is_found_at_its_place(at, value, fault):
    flow = copy.deepcopy(FLOW)
    here = flow
    for key in at[:-1]:
        here = here[key]
    here[at[-1]] = value

    assert (faults(FLOW), faults(flow)) == ([], [fault])


def test_a_setting_of_a_group_is_checked():
    step = {"name": "a", "type": "LLMBlock", "config": {"config_path": "p.yaml", "output_cols": ["x"]}}
    step["config"]["gen_kwargs"] = {"temprature": 1}

    assert faults({**FLOW, "blocks": [step]}) == ["$.blocks[0].config.gen_kwargs"]


def test_each_type_is_completed_with_what_the_block_does():
    kinds = SCHEMA["$defs"]["step"]["properties"]["type"]["oneOf"]

    assert [kind["const"] for kind in kinds] == [*sorted(BLOCKS), "ImportBlock"]
    assert all(kind["description"] for kind in kinds)


@pytest.mark.parametrize(
    ("step", "fault"),
    [
        ({"name": "a", "type": "ImportBlock", "path": "more.yaml"}, []),
        ({"name": "a", "type": "ImportBlock"}, ["$.blocks[0]"]),
        ({"name": "a", "type": "DropColumnsBlock", "path": "more.yaml"}, ["$.blocks[0]", "$.blocks[0]"]),
    ],
)
def test_a_step_has_a_path_when_it_imports_and_a_config_otherwise(step, fault):
    assert sorted(faults({**FLOW, "blocks": [step]})) == fault
