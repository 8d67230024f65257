from dataclasses import replace

import pytest

from sdg_flows.core.exchange import Request

COLD = Request("r0", 0, {"temperature": 0.0, "max_tokens": 5}, messages=({"role": "user", "content": "hi"},))
WARM = replace(COLD, params={"temperature": 0.7})


def test_the_body_has_the_model_the_messages_and_the_parameters():
    assert COLD.body("m") == {
        "model": "m",
        "messages": [{"role": "user", "content": "hi"}],
        "temperature": 0.0,
        "max_tokens": 5,
    }


def test_a_request_for_another_model_keeps_it():
    assert replace(COLD, model="other").body("m")["model"] == "other"


def test_equal_requests_at_temperature_zero_are_one():
    assert COLD.key("e", "m", 0) == replace(COLD, row_id="r1", draw=3).key("e", "m", 0)


@pytest.mark.parametrize("other", [{"row_id": "r1"}, {"draw": 1}])
def test_each_draw_of_a_row_is_a_request_of_its_own_when_sampling(other):
    assert WARM.key("e", "m", 0) != replace(WARM, **other).key("e", "m", 0)


@pytest.mark.parametrize("place", [("x", "m", 0), ("e", "x", 0), ("e", "m", 1)])
def test_another_endpoint_model_or_fresh_draw_is_another_request(place):
    assert COLD.key("e", "m", 0) != COLD.key(*place)


def test_a_request_without_temperature_is_sampled():
    assert replace(COLD, params={}).sampled


def test_a_draw_asked_again_has_another_seed_where_it_has_one():
    seeded, unseeded = Request("r", 0, {"seed": 7}), Request("r", 0, {"temperature": 0})

    assert [seeded.retry(times).params["seed"] for times in (1, 2)] == [1_000_007, 2_000_007]
    assert unseeded.retry(1) == unseeded
