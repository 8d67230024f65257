import re
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from prefect.utilities.callables import parameter_schema

from sdg_flows.flowfile.library import list_suites
from sdg_flows.orchestrate.flow_parameters import SuiteName
from sdg_flows.orchestrate.flows import generate

FORM: dict[str, Any] = parameter_schema(generate).model_dump()["properties"]
PREFECT_YAML = Path(__file__).parents[2] / "prefect.yaml"
DEPLOYMENTS = yaml.safe_load(PREFECT_YAML.read_text())["deployments"]


def test_the_form_has_groups_that_begin_with_their_name_in_bold():
    groups: dict[str, list[str]] = {}
    for name in sorted(FORM, key=lambda name: FORM[name]["position"]):
        begins = re.match(r"\*\*(.*?)\.\*\* ", FORM[name]["description"])
        groups.setdefault(begins[1] if begins else [*groups][-1], []).append(name)

    assert {group: (names[0], names[-1]) for group, names in groups.items()} == {
        "What to make": ("pipeline", "taxonomy_base"),
        "Who answers": ("endpoint", "model_family"),
        "How much is asked": ("max_tokens", "budget"),
        "What is kept": ("output", "fresh"),
        "Where it runs": ("runner", "workers"),
    }


@pytest.mark.parametrize("name", FORM)
def test_each_field_has_a_sentence_under_it(name):
    assert re.fullmatch(r"(\*\*[A-Z].+\.\*\* )?[A-Z].{20,}\.", FORM[name]["description"].replace("\n", " "))


def test_suites_and_runners_are_choices_and_a_suite_of_ones_own_can_be_typed():
    chosen, typed = FORM["pipeline"]["anyOf"]

    assert "full" in chosen["enum"]
    assert typed == {"type": "string", "title": "name or path of your own"}
    assert FORM["teacher"]["anyOf"][0]["const"] == "offline"
    assert FORM["runner"]["enum"] == ["local", "dask", "ray"]


def test_the_suites_to_choose_from_are_those_of_the_package():
    assert set(get_args(SuiteName)) == {suite.name for suite in list_suites()}


def test_no_field_takes_a_secret():
    assert [name for name in FORM if re.search("key|token$|secret|password", name)] == ["key_block"]
    assert "never the key" in FORM["key_block"]["description"]


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda one: one["name"])
def test_each_deployment_fills_the_form_rightly_and_waits_for_its_turn(deployment):
    generate.validate_parameters(deployment["parameters"])

    assert deployment["parameters"].keys() <= FORM.keys()
    assert deployment["concurrency_limit"] == {"limit": 1, "collision_strategy": "ENQUEUE"}


def test_the_night_is_off_until_it_is_turned_on():
    schedules = {one["name"]: one.get("schedules", []) for one in DEPLOYMENTS}

    assert [(name, one["cron"], one["active"]) for name, its in schedules.items() for one in its] == [
        ("nightly", "0 3 * * *", False)
    ]
