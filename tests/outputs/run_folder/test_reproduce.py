from outputs.records import run
from sdg_flows.outputs.run_folder.reproduce import reproduce_command


def test_the_command_has_the_settings_that_were_chosen():
    settings = {"pipeline": "./my flows", "max_in_flight": 8, "quiet": True, "json": False, "taxonomy": None}

    assert reproduce_command(run(settings=settings)) == (
        "python -m sdg_flows.run --pipeline './my flows' --max-in-flight 8 --quiet"
    )


def test_the_suite_is_the_pipeline_when_no_setting_says_so():
    assert reproduce_command(run(settings={})) == "python -m sdg_flows.run --pipeline simple"


def test_a_second_run_draws_nothing_anew_and_has_no_flag_for_what_only_describes():
    settings = {"fresh": True, "source": "the example's taxonomy"}

    assert reproduce_command(run(settings=settings)) == "python -m sdg_flows.run --pipeline simple"


def test_a_zero_is_a_choice():
    assert reproduce_command(run(settings={"seed": 0})) == "python -m sdg_flows.run --pipeline simple --seed 0"


def test_a_mapping_is_a_flag_for_each_of_its_pairs():
    settings = {"max_tokens": {"gen_knowledge": 512, "judge": 64}}

    assert reproduce_command(run(settings=settings)) == (
        "python -m sdg_flows.run --pipeline simple --max-tokens gen_knowledge=512 --max-tokens judge=64"
    )
