import pytest

from sdg_flows.outputs.report.diversity import Distinct, distinct, similarity


def test_texts_that_share_nothing_are_all_different():
    texts = ["why is the sky blue", "how do tides work"]

    assert distinct(texts) == Distinct(1.0, 1.0)
    assert (similarity(texts).near, similarity(texts).bars[0]) == (0, 2)


def test_different_words_are_counted_over_all_texts():
    assert distinct(["a b a", "A b"]) == pytest.approx((2 / 5, 2 / 3))
    assert distinct([]) == Distinct(0.0, 0.0)


def test_each_text_is_compared_with_its_nearest_one():
    found = similarity(["a b c d e", "a b c d f", "x y z"])  # abc and bcd of abc, bcd, cde, cdf

    assert [(at, count) for at, count in enumerate(found.bars) if count] == [(0, 1), (10, 2)]


def test_the_same_text_twice_is_a_near_duplicate_also_when_it_is_shorter_than_a_shingle():
    found = similarity(["yes", "Yes!", "no", ""])

    assert (found.near, found.bars[-1]) == (2, 2)


def test_one_text_has_nothing_to_be_like():
    assert similarity(["alone"]).bars[0] == 1
    assert sum(similarity([]).bars) == 0
