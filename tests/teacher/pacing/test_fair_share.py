import pytest

from sdg_flows.teacher.pacing.fair_share import Claim, allowed_places


def settled(claims: list[Claim]) -> list[int]:
    """Let each look in turn until nobody has more or fewer places than before."""
    while True:
        before = list(claims)
        for at, claim in enumerate(claims):
            claims[at] = Claim(allowed_places(at, claims), claim.wanted, claim.most)
        if claims == before:
            return [claim.held for claim in claims]


@pytest.mark.parametrize(
    ("wanted", "places"),
    [
        ([512], [512]),
        ([0], [512]),
        ([512, 512], [256, 256]),
        ([512, 512, 512], [171, 171, 170]),
        ([512, 0], [511, 1]),
        ([500, 40], [472, 40]),
        ([20, 10], [261, 251]),
    ],
)
def test_each_has_what_it_wants_or_an_equal_share_and_together_they_have_all(wanted, places):
    assert settled([Claim(0, one, 512) for one in wanted]) == places


def test_with_fewer_places_than_processes_some_wait():
    assert settled([Claim(0, 5, 2) for _ in range(3)]) == [1, 1, 0]


def test_nobody_has_more_than_its_own_flag_says_and_all_together_the_largest():
    assert settled([Claim(0, 8, 8), Claim(0, 512, 512)]) == [8, 504]


def test_what_another_holds_is_not_taken_before_it_is_given_back():
    assert allowed_places(0, [Claim(0, 9, 16), Claim(12, 9, 16)]) == 4
