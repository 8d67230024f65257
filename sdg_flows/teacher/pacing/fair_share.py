"""How many requests each process may have in flight, of those that ask one endpoint with one key. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Claim:
    """What one process says of itself: the places it has, those it could use, and the most it may have by its flag."""

    held: int
    wanted: int
    most: int


def allowed_places(mine: int, claims: Sequence[Claim]) -> int:
    """Return how many places the process at `mine` may have, all claims known, in an order that is the same for all.

    Together they have the largest `most`, and each at most its own. Places that others hold are theirs until they
    give them back, so the sum of what is held never grows beyond that.
    """
    total = max(claim.most for claim in claims)
    held_by_others = sum(claim.held for place, claim in enumerate(claims) if place != mine)
    return max(0, min(_fair(claims, total)[mine], total - held_by_others))


def _fair(claims: Sequence[Claim], total: int) -> list[int]:
    """Share places out: to each what it wants while there are equal shares of that, and what is left to those who may
    have more. Whoever wants none has one to begin with, if there are as many.
    """
    fair = [0] * len(claims)
    for bounds in ([max(1, min(claim.wanted, claim.most)) for claim in claims], [claim.most for claim in claims]):
        while total > 0 and (open_ones := [at for at, bound in enumerate(bounds) if fair[at] < bound]):
            each, rest = divmod(total, len(open_ones))
            for number, at in enumerate(open_ones):
                given = min(bounds[at] - fair[at], each + (number < rest))
                fair[at] += given
                total -= given
    return fair
