"""What a plan says and what a run comes to, with a model that samples and whose tokens nobody counts but its server."""

import pytest

from cli.plans import assert_plan_within_15_percent

pytestmark = pytest.mark.nightly


@pytest.mark.timeout(1200)
def test_a_plan_is_within_15_percent_of_what_full_asks_of_llama_cpp_on_the_example(prefect_server, llama, sdg_flows):
    assert_plan_within_15_percent(sdg_flows, "--pipeline", "full", "--endpoint", llama(16384))


def test_prompts_that_no_slot_of_llama_cpp_takes_are_refused_before_anything_is_asked(prefect_server, llama, sdg_flows):
    end = sdg_flows("--pipeline", "full", "--endpoint", llama(256))

    assert (end.code, end.out) == (2, "")
    assert "takes 256. Give shorter rows" in end.err
