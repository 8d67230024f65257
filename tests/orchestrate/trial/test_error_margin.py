"""Intervals against published values, and what becomes of them on the way."""

from math import exp, inf, log

import pytest

from sdg_flows.orchestrate.trial.error_margin import Margin, margin_of_counts, margin_of_mean, margin_of_share


@pytest.mark.parametrize(
    ("some", "of", "least", "most"),
    [(5, 5, 0.566, 1.0), (8, 10, 0.490, 0.943), (1, 10, 0.018, 0.404), (90, 100, 0.826, 0.945)],
)
def test_a_share_lies_in_wilsons_interval(some, of, least, most):
    margin = margin_of_share(some, of)

    assert (margin.least(some / of), margin.most(some / of)) == pytest.approx((least, most), abs=0.001)


def test_a_mean_lies_in_students_interval():
    margin = margin_of_mean([8, 9, 10, 7, 10])  # mean 8.8, standard error 0.583, t of 4 degrees of freedom 2.776

    assert margin.most(8.8) == pytest.approx(8.8 + 2.776 * 0.583, abs=0.01)
    assert margin.least(8.8) == pytest.approx(8.8 - 2.776 * 0.583, abs=0.01)


def test_numbers_that_lie_far_apart_leave_the_least_at_nothing():
    assert margin_of_mean([0, 0, 0, 50]).down == inf
    assert margin_of_mean([0, 0, 0, 50]).least(12.5) == 0


def test_rows_that_become_one_or_none_are_a_share_and_others_a_mean():
    assert margin_of_counts([1, 0, 1]) == margin_of_share(2, 3)
    assert margin_of_counts([3, 0, 1]) == margin_of_mean([3, 0, 1])


@pytest.mark.parametrize(
    "none", [margin_of_share(0, 5), margin_of_mean([7]), margin_of_mean([4, 4, 4]), margin_of_mean([])]
)
def test_where_nothing_can_be_told_there_is_no_margin(none):
    assert none == Margin()


def test_doubts_add_up_as_squares_and_vanish_when_all_was_seen():
    margin = Margin(log(2), log(2)) + Margin(log(2), 0)

    assert margin.least(100) == pytest.approx(100 * exp(-(2**0.5) * log(2)))
    assert margin.most(100) == pytest.approx(200)
    assert Margin(inf, inf).of_rest(5, 5) == Margin()
    assert Margin(1, 1).of_rest(75, 100) == Margin(0.5, 0.5)
