import pytest

from outputs.records import run
from sdg_flows.outputs.run_folder.system_prompts import BY_FAMILY, DEFAULT, system_prompt


@pytest.mark.parametrize("family", ["granite", "llama", "mixtral", "merlinite"])
def test_each_family_has_a_system_prompt(family):
    assert system_prompt(run(settings={"model_family": family})) == BY_FAMILY[family]


@pytest.mark.parametrize("settings", [{}, {"model_family": None}, {"model_family": "chatml"}, {"system_prompt": None}])
def test_without_a_known_family_there_is_the_default(settings):
    assert system_prompt(run(settings=settings)) == DEFAULT


def test_the_prompt_that_was_chosen_goes_before_the_family():
    assert system_prompt(run(settings={"system_prompt": "Mine.", "model_family": "granite"})) == "Mine."


def test_system_prompts_are_one_line_each():
    assert [text.count("\n") for text in BY_FAMILY.values()] == [0] * len(BY_FAMILY)
