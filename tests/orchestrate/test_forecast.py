from sdg_flows.core.exchange import Usage
from sdg_flows.orchestrate.forecast import Looked, forecasts, seconds
from sdg_flows.orchestrate.trying import Requests, Tried
from sdg_flows.teacher.budget import Price

ASK = Tried("ask", None, 5, 10, Requests(5, 5, 0), Usage(500, 100), seconds=2.0)


def looked(*tried: Tried, looked_up: dict[str, Requests] | None = None) -> Looked:
    return Looked("p", 100, 5, tried, 100, looked_up or {})


def test_what_was_tried_grows_with_the_rows_and_what_was_asked_for_it_is_not_asked_again():
    (ask,) = forecasts(looked(ASK), {None: Price(prompt=1.0, completion=10.0)})

    assert (ask.rows_in, ask.rows_out, ask.requests, ask.kept, ask.to_ask) == (100, 200, 100, 5, 95)
    assert (ask.usage, ask.usd) == (Usage(9500, 1900), 0.0285)


def test_answers_that_were_kept_before_are_not_asked_again():
    (ask,) = forecasts(looked(ASK, looked_up={"ask": Requests(100, 100, 60)}), {})

    assert (ask.kept, ask.to_ask, ask.usd) == (60, 40, None)


def test_equal_requests_are_one():
    (ask,) = forecasts(looked(ASK, looked_up={"ask": Requests(100, 25, 0)}), {})

    assert (ask.requests, ask.to_ask) == (25, 20)


def test_where_all_rows_were_looked_up_the_requests_are_those_that_there_are():
    (ask,) = forecasts(looked(ASK, looked_up={"ask": Requests(93, 91, 91, whole=True)}), {})

    assert (ask.requests, ask.to_ask) == (91, 0)


def test_rows_after_a_block_that_drops_equal_ones_grow_by_a_power():
    once_each = Tried("once_each", None, 10, 5, growth=0.5)
    judge = Tried("judge", None, 5, 5, Requests(5, 5, 0), Usage(50, 5))
    _, unique, judged = forecasts(looked(ASK, once_each, judge), {})

    assert (unique.rows_in, unique.rows_out, judged.rows_in, judged.requests) == (200, 22, 22, 22)


def test_the_time_is_that_of_the_requests_in_turns_of_so_many_in_flight():
    assert seconds(forecasts(looked(ASK), {}), in_flight=19) == 10.0


def test_more_requests_than_are_in_flight_were_tried_in_turns():
    many = Tried("ask", None, 5, 10, Requests(50, 50, 0), seconds=10.0)

    assert seconds(forecasts(looked(many), {}), in_flight=10) == 950 * 10.0 / 50
