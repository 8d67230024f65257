from random import Random

import pytest

from sdg_flows.core.exchange import Usage
from sdg_flows.orchestrate.trial.error_margin import Margin, margin_of_counts, margin_of_mean, margin_of_share
from sdg_flows.orchestrate.trial.forecast import Cost, PipelineSample, forecast_blocks, total, waiting_seconds
from sdg_flows.orchestrate.trial.sample_counts import BlockCounts, Requests
from sdg_flows.teacher.budget import Price

ASK = BlockCounts("ask", None, 5, 10, Requests(5, 5, 0), Usage(500, 100), seconds=2.0)
PRICES = {None: Price(prompt=1.0, completion=10.0)}


def sample(
    *tried: BlockCounts, kept_requests: dict[str, Requests] | None = None, assumed: bool = False
) -> PipelineSample:
    return PipelineSample("p", 100, 5, tried, 100, kept_requests or {}, assumed)


def test_what_was_tried_grows_with_the_rows_and_what_was_asked_for_it_is_not_asked_again():
    (ask,) = forecast_blocks(sample(ASK), PRICES)

    assert (ask.rows_in, ask.rows_out, ask.requests, ask.kept) == (100, 200, 100, 5)
    assert ask.least == ask.cost == ask.most == Cost(95, Usage(9500, 1900), 0.0285)


def test_answers_that_were_kept_before_are_not_asked_again():
    (ask,) = forecast_blocks(sample(ASK, kept_requests={"ask": Requests(100, 100, 60)}), {})

    assert (ask.kept, ask.cost.to_ask, ask.cost.usd) == (60, 40, None)


def test_equal_requests_are_one():
    (ask,) = forecast_blocks(sample(ASK, kept_requests={"ask": Requests(100, 25, 0)}), {})

    assert (ask.requests, ask.cost.to_ask) == (25, 20)


def test_where_all_rows_were_looked_up_the_requests_are_those_that_there_are():
    (ask,) = forecast_blocks(sample(ASK, kept_requests={"ask": Requests(93, 91, 91, whole=True)}), {})

    assert (ask.requests, ask.cost.to_ask) == (91, 0)


def test_rows_after_a_block_that_drops_equal_ones_grow_by_a_power():
    once_each = BlockCounts("once_each", None, 10, 5, growth=0.5)
    judge = BlockCounts("judge", None, 5, 5, Requests(5, 5, 0), Usage(50, 5))
    _, unique, judged = forecast_blocks(sample(ASK, once_each, judge), {})

    assert (unique.rows_in, unique.rows_out, judged.rows_in, judged.requests) == (200, 22, 22, 22)
    assert judged.kept == 1  # of 5: the others are not the first of equal rows any more


def test_requests_after_a_filter_lie_in_the_range_of_what_it_lets_through():
    keep = BlockCounts("keep", None, 10, 8, margin=margin_of_share(8, 10))
    judge = BlockCounts("judge", None, 8, 8, Requests(8, 8, 0), Usage(80, 8))
    *_, judged = forecast_blocks(sample(ASK, keep, judge), PRICES)

    assert (judged.requests, judged.cost.to_ask) == (160, 152)
    assert judged.least.to_ask + 8 == pytest.approx(
        160 * 0.49 / 0.8, rel=0.03
    )  # the share's margin, but for a twentieth
    assert judged.most.to_ask + 8 == pytest.approx(160 * 0.943 / 0.8, rel=0.03)
    assert judged.least.usage.prompt_tokens == 10 * judged.least.to_ask
    assert judged.least.usd < judged.cost.usd < judged.most.usd


def test_tokens_have_a_range_of_their_own():
    prompts = margin_of_mean([80, 90, 100, 110, 120])
    (ask,) = forecast_blocks(
        sample(BlockCounts("ask", None, 5, 5, Requests(5, 5, 0), Usage(500, 100), prompt_margin=prompts)), {}
    )

    assert ask.least.to_ask == ask.cost.to_ask == ask.most.to_ask == 95
    assert ask.least.usage.prompt_tokens < 9500 < ask.most.usage.prompt_tokens
    assert ask.least.usage.completion_tokens == ask.most.usage.completion_tokens == 1900


def test_the_sum_is_that_of_all_blocks_and_tells_when_one_was_not_reached():
    none = BlockCounts("keep", None, 10, 0, margin=Margin())
    found = forecast_blocks(sample(ASK, none, BlockCounts("judge", None, 0, 0)), PRICES)

    assert [one.reached for one in found] == [True, True, False]
    assert (total(found).cost, total(found).reached) == (found[0].cost, False)
    assert total(found[:2]).reached


def test_what_was_not_asked_is_not_kept_and_what_rests_on_it_is_assumed():
    ask, judge = forecast_blocks(sample(ASK, BlockCounts("judge", None, 10, 10, Requests(10, 10, 0)), assumed=True), {})

    assert (ask.kept, ask.cost.to_ask, ask.assumed, judge.assumed) == (0, 100, False, True)


def test_the_time_is_that_of_the_requests_in_turns_of_so_many_in_flight():
    assert waiting_seconds(forecast_blocks(sample(ASK), {}), in_flight=19) == 10.0


def test_more_requests_than_are_in_flight_were_tried_in_turns():
    many = BlockCounts("ask", None, 5, 10, Requests(50, 50, 0), seconds=10.0)

    assert waiting_seconds(forecast_blocks(sample(many), {}), in_flight=10) == 950 * 10.0 / 50


def thinned(count, share, chance):
    return sum(chance.random() < share for _ in range(count))


def independent(chance):
    """Up to 4 rows of one, of which 7 of 10 stay, of which 1 of 2 stays."""
    made = chance.randrange(5)
    first = thinned(made, 0.7, chance)
    return made, first, thinned(first, 0.5, chance)


def alike(chance):
    """3 to 6 rows of one, of which all stay in 8 of 10 cases and else none, of which 9 of 10 stay."""
    made = chance.randrange(3, 7)
    first = made if chance.random() < 0.8 else 0
    return made, first, thinned(first, 0.9, chance)


def nearly_all(chance):
    """3 or 4 rows of one, of which 19 of 20 stay, of which 19 of 20 stay."""
    made = chance.randrange(3, 5)
    first = thinned(made, 0.95, chance)
    return made, first, thinned(first, 0.95, chance)


@pytest.mark.parametrize("rows_tried", [5, 15])
@pytest.mark.parametrize("become", [independent, alike, nearly_all])
def test_the_range_holds_in_93_of_100_samples_also_where_rows_of_one_are_alike(become, rows_tried):
    chance = Random(11)
    rows = [become(chance) for _ in range(2000)]
    truth = sum(left for *_, left in rows)
    held = 0
    for _ in range(400):
        made, first, left = zip(*chance.sample(rows, rows_tried), strict=True)
        tried = (
            BlockCounts("make", None, rows_tried, sum(made), margin=margin_of_counts(made)),
            BlockCounts("keep", None, sum(made), sum(first), margin=margin_of_share(sum(first), sum(made))),
            BlockCounts(
                "keep_more", None, sum(first), sum(left), margin=margin_of_share(sum(left), max(sum(first), 1))
            ),
            BlockCounts(
                "judge", None, sum(left), sum(left), Requests(sum(left), sum(left)), came_margin=margin_of_counts(left)
            ),
        )
        judge = forecast_blocks(PipelineSample("p", 2000, rows_tried, tried, 0, {}), {})[-1]
        unknown = not judge.reached  # which the plan says
        held += unknown or judge.least.to_ask <= truth - judge.kept <= judge.most.to_ask

    assert held >= 372
