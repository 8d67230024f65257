import pytest

from sdg_flows.teacher.pacing.token_bucket import min_burst, min_rate

AT_ONCE_THEN_EVENLY = [0.0] * 10 + [at / 10 for at in range(1, 11)]


def test_the_burst_is_what_went_out_faster_than_the_bucket_fills():
    assert min_burst(AT_ONCE_THEN_EVENLY, 10) == 10
    assert min_burst([0.0, 1.0, 2.0], 5) == 1


def test_what_was_taken_from_empty_to_empty_is_the_rate():
    taken = [1 + at / 50 for at in range(1, 101)]

    assert min_rate(taken, 0.0, 3.0, [0.0] * 200) == pytest.approx(100 / 3, rel=0.02)


def test_what_a_small_bucket_cannot_hold_in_a_pause_is_lost():
    taken = [1 + at / 50 for at in range(1, 101)]

    assert min_rate(taken, 0.0, 3.0, [0.0]) == pytest.approx(50, rel=0.05)
