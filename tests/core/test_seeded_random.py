import numpy as np
import pytest

from sdg_flows.core.seeded_random import shuffled_indexes, uniform_numbers, weighted_sample


def drawn(ids, weights, most):
    """Return the places drawn of each id, which all have these weights."""
    every = np.array(weights * len(ids), np.float64)
    places, counts = weighted_sample(0, ids, np.full(len(ids), len(weights)), every, most)
    return [part.tolist() for part in np.split(places % len(weights), np.cumsum(counts)[:-1])]


def test_a_number_is_the_same_on_every_machine():
    assert uniform_numbers(0, ["r0", "r1"]).tolist() == [0.7980742819601464, 0.19019524722853454]


def test_a_number_lies_between_0_and_1_and_depends_on_the_seed():
    numbers = [uniform_numbers(seed, ["r0"])[0] for seed in range(1000)]

    assert 0 < min(numbers) < 0.02
    assert 0.98 < max(numbers) < 1
    assert len(set(numbers)) == 1000


def test_the_order_of_two_ids_does_not_depend_on_the_others():
    ids = [f"r{at}" for at in range(50)]
    whole = [ids[at] for at in shuffled_indexes(3, ids)]
    half = [ids[:25][at] for at in shuffled_indexes(3, ids[:25])]

    assert half == [one for one in whole if one in ids[:25]]
    assert whole != ids


def test_places_are_drawn_once_and_a_weight_of_0_never():
    assert drawn(["r0", "r1"], [1, 0, 5, 2], 9) == [[3, 2, 0], [2, 0, 3]]


def test_no_more_places_are_drawn_than_asked_for():
    assert [len(places) for places in drawn(["r0", "r1"], [1, 1, 1], 2)] == [2, 2]


def test_places_are_drawn_by_their_weights():
    first = [places[0] for places in drawn([f"r{at}" for at in range(1000)], [1, 3], 1)]

    assert first.count(1) == pytest.approx(750, abs=45)


def test_what_is_drawn_for_an_id_does_not_depend_on_the_others():
    ids = ["r0", "r1", "r2"]

    assert drawn(ids, [1, 2, 3], 2) == [places for one in ids for places in drawn([one], [1, 2, 3], 2)]
