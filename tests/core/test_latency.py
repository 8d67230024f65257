from itertools import pairwise

import pytest

from sdg_flows.core.latency import Latency


def noted(*seconds):
    found = Latency()
    for one in seconds:
        found.record(one)
    return found


def test_a_quantile_is_at_most_a_bucket_too_long():
    found = noted(*(at / 100 for at in range(1, 101)))

    assert found.answers == 100
    for share in (0.5, 0.95, 0.99):
        assert share <= found.quantile(share) <= share * 1.19
    assert found.quantile(1.0) == found.longest == 1.0


def test_what_two_processes_counted_adds_up():
    found, other = noted(1.0), noted(1.0, 8.0)
    found.add(other)

    assert found.counts == noted(1.0, 1.0, 8.0).counts
    assert found.longest == 8.0


def test_buckets_go_without_a_gap_from_the_shortest_to_the_longest():
    buckets = noted(0.5, 1.0).buckets

    assert [count for _, _, count in buckets] == [1, 0, 0, 0, 1]
    assert [begin for begin, _, _ in buckets] == pytest.approx([0.5, 0.5946, 0.7071, 0.8409, 1.0], abs=1e-4)
    assert all(end == begin for (_, end, _), (begin, _, _) in pairwise(buckets))


def test_without_answers_there_is_nothing():
    assert (Latency().buckets, Latency().quantile(0.5)) == ([], 0.0)
