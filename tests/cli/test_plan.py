import json
from pathlib import Path

import pytest

from orchestrate.counting_teacher import said
from orchestrate.project import seeds


def test_a_plan_is_within_15_percent_of_what_full_asks_on_the_example(prefect_server, sdg_flows):
    planned = json.loads(sdg_flows("--pipeline", "full", "--work-dir", "planned", "--json", command="plan").out)
    made = json.loads(sdg_flows("--pipeline", "full", "--json").out)
    run = json.loads((Path(made["folder"]) / "run.json").read_text())

    assert planned["tried"]["requests"] + planned["to_ask"] == pytest.approx(run["asked"], rel=0.15)
    for ours, theirs in (("prompt_tokens", "prompt"), ("completion_tokens", "completion")):
        tokens = planned["tried"]["usage"][ours] + planned["usage"][ours]
        assert tokens == pytest.approx(run["tokens"][theirs], rel=0.15)


def test_what_a_plan_was_answered_a_run_does_not_ask_again(project, teacher, sdg_flows):
    project.write_seeds(seeds(40))
    plan = sdg_flows(*project.arguments, "--sample", "5", command="plan")
    asked = len(teacher.prompts)
    sdg_flows(*project.arguments)

    assert plan.code == 0
    assert "Tried    5 of 40 rows of" in plan.out
    assert (asked, teacher.asked_again) == (10, 0)


def test_after_a_run_nothing_is_left_to_ask(project, teacher, sdg_flows):
    project.write_seeds(seeds(40))
    sdg_flows(*project.arguments)
    asked = len(teacher.prompts)
    planned = json.loads(sdg_flows(*project.arguments, "--json", command="plan").out)

    assert (planned["to_ask"], len(teacher.prompts)) == (0, asked)


def test_a_block_without_any_usable_answer_is_told_and_refused(project, teacher, sdg_flows):
    teacher.fault = lambda exchange: said("", "content_filter") if exchange.body else None
    plan = sdg_flows(*project.arguments, command="plan")

    assert plan.code == 2
    assert "none of " in plan.err
    assert "answers of write_questions in flow can be used" in plan.err
