"""Commands to which the command line of a run is turned by writing their name in the place of `run`."""

import json

import pytest

OF_A_RUN = ("--output", "o", "--save-path", "s.jsonl", "--max-rejected", "3", "--quiet", "--workers", "2", "--fresh")


@pytest.mark.parametrize("command", ["plan", "preview", "compare"])
def test_help_lists_no_flag_without_effect(sdg_flows, command):
    said = sdg_flows("--help", command=command).out

    assert "\n  --limit" in said
    assert not [flag for flag in OF_A_RUN if f"\n  {flag} " in said or f"[{flag} " in said]


@pytest.mark.parametrize("command", ["plan", "preview"])
def test_the_flags_of_a_run_are_taken_and_change_nothing(project, teacher, sdg_flows, command):
    as_run = sdg_flows(*project.arguments, *OF_A_RUN, "--json", command=command)
    bare = sdg_flows(*project.arguments, "--json", command=command)

    assert (as_run.code, bare.code) == (0, 0)
    assert json.loads(as_run.out).keys() == json.loads(bare.out).keys()
    assert not [name for name in ("o", "out", "s.jsonl") if (project.folder / name).exists()]


@pytest.mark.parametrize("command", ["plan", "preview"])
def test_what_only_looks_up_asks_nobody_here_either(project, teacher, sdg_flows, command):
    end = sdg_flows(*project.arguments, "--check", command=command)

    assert (end.code, teacher.prompts) == (0, [])
    assert "write_questions" in end.out


def test_a_plan_of_a_debugging_run_is_of_its_rows(project, sdg_flows):
    project.write_seeds({"seed_question": f"q{at}", "seed_response": "r"} for at in range(40))
    end = sdg_flows(*project.arguments, "--debug", "--no-sample", "--json", command="plan")

    assert json.loads(end.out)["blocks"][0]["rows_in"] == 30
