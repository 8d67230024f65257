"""What a plan says and what a run comes to, with a model that samples and whose tokens nobody counts but its server."""

import json
from pathlib import Path

import pytest

pytestmark = pytest.mark.nightly


@pytest.mark.timeout(1200)
def test_a_plan_is_within_15_percent_of_what_full_asks_of_llama_cpp_on_the_example(prefect_server, llama, sdg_flows):
    words = ("--pipeline", "full", "--endpoint", llama(16384), "--json")
    planned = json.loads(sdg_flows(*words, "--work-dir", "planned", command="plan").out)
    made = json.loads(sdg_flows(*words).out)
    run = json.loads((Path(made["folder"]) / "run.json").read_text())

    assert planned["tried"]["requests"] + planned["to_ask"] == pytest.approx(run["asked"], rel=0.15)
    for ours, theirs in (("prompt_tokens", "prompt"), ("completion_tokens", "completion")):
        tokens = planned["tried"]["usage"][ours] + planned["usage"][ours]
        assert tokens == pytest.approx(run["tokens"][theirs], rel=0.15)


def test_prompts_that_no_slot_of_llama_cpp_takes_are_refused_before_anything_is_asked(prefect_server, llama, sdg_flows):
    end = sdg_flows("--pipeline", "full", "--endpoint", llama(256))

    assert (end.code, end.out) == (2, "")
    assert "takes 256. Give shorter rows" in end.err
