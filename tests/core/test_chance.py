import pytest

from sdg_flows.core.chance import chance, places_drawn, shuffled


def test_a_number_is_the_same_on_every_machine():
    assert chance(0, "r0", 1) == 0.13696750835737503


def test_a_number_lies_between_0_and_1_and_depends_on_the_seed():
    drawn = [chance(seed, "r0") for seed in range(1000)]

    assert 0 < min(drawn) < 0.02
    assert 0.98 < max(drawn) < 1
    assert len(set(drawn)) == 1000


def test_the_order_of_two_ids_does_not_depend_on_the_others():
    ids = [f"r{at}" for at in range(50)]
    whole = [ids[at] for at in shuffled(3, ids)]
    half = [ids[:25][at] for at in shuffled(3, ids[:25])]

    assert half == [one for one in whole if one in ids[:25]]
    assert whole != ids


def test_places_are_drawn_once_and_a_weight_of_0_never():
    assert sorted(places_drawn(0, "r0", [1, 0, 5, 2], 9)) == [0, 2, 3]


def test_places_are_drawn_by_their_weights():
    first = [places_drawn(0, f"r{at}", [1, 3], 1)[0] for at in range(1000)]

    assert first.count(1) == pytest.approx(750, abs=45)
