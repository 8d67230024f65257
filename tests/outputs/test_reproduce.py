from outputs.records import run
from sdg_flows.outputs.reproduce import command


def test_the_command_has_the_settings_that_were_chosen():
    settings = {"pipeline": "./my flows", "in_flight": 8, "fresh": True, "check": False, "taxonomy": None}

    assert command(run(settings=settings)) == "python -m sdg_flows.run --pipeline './my flows' --in-flight 8 --fresh"


def test_the_suite_is_the_pipeline_when_no_setting_says_so():
    assert command(run(settings={})) == "python -m sdg_flows.run --pipeline simple"


def test_the_output_folder_is_left_out_as_it_is_there_already():
    assert command(run(settings={"output": "out/x"})) == "python -m sdg_flows.run --pipeline simple"


def test_a_zero_is_a_choice():
    assert command(run(settings={"seed": 0})) == "python -m sdg_flows.run --pipeline simple --seed 0"
