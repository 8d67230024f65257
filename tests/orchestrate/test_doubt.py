"""Intervals against published values, and what becomes of them on the way."""

from math import exp, inf, log

import pytest

from sdg_flows.orchestrate.doubt import Doubt, doubt_of_counts, doubt_of_mean, doubt_of_share


@pytest.mark.parametrize(
    ("some", "of", "least", "most"),
    [(5, 5, 0.566, 1.0), (8, 10, 0.490, 0.943), (1, 10, 0.018, 0.404), (90, 100, 0.826, 0.945)],
)
def test_a_share_lies_in_wilsons_interval(some, of, least, most):
    doubt = doubt_of_share(some, of)

    assert (doubt.least(some / of), doubt.most(some / of)) == pytest.approx((least, most), abs=0.001)


def test_a_mean_lies_in_students_interval():
    doubt = doubt_of_mean([8, 9, 10, 7, 10])  # mean 8.8, standard error 0.583, t of 4 degrees of freedom 2.776

    assert doubt.most(8.8) == pytest.approx(8.8 + 2.776 * 0.583, abs=0.01)
    assert doubt.least(8.8) == pytest.approx(8.8 - 2.776 * 0.583, abs=0.01)


def test_numbers_that_lie_far_apart_leave_the_least_at_nothing():
    assert doubt_of_mean([0, 0, 0, 50]).down == inf
    assert doubt_of_mean([0, 0, 0, 50]).least(12.5) == 0


def test_rows_that_become_one_or_none_are_a_share_and_others_a_mean():
    assert doubt_of_counts([1, 0, 1]) == doubt_of_share(2, 3)
    assert doubt_of_counts([3, 0, 1]) == doubt_of_mean([3, 0, 1])


@pytest.mark.parametrize(
    "none", [doubt_of_share(0, 5), doubt_of_mean([7]), doubt_of_mean([4, 4, 4]), doubt_of_mean([])]
)
def test_where_nothing_can_be_told_there_is_no_doubt(none):
    assert none == Doubt()


def test_doubts_add_up_as_squares_and_vanish_when_all_was_seen():
    doubt = Doubt(log(2), log(2)) + Doubt(log(2), 0)

    assert doubt.least(100) == pytest.approx(100 * exp(-(2**0.5) * log(2)))
    assert doubt.most(100) == pytest.approx(200)
    assert Doubt(inf, inf).of_rest(5, 5) == Doubt()
    assert Doubt(1, 1).of_rest(75, 100) == Doubt(0.5, 0.5)
