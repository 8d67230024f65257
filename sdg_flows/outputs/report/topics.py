"""What the rows are about: the leaves of the taxonomy as a tree, with the rows that each gave and lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

MOST_LEAVES = 300


class Yield(NamedTuple):
    """The rows made of something, such as a leaf, and those rejected."""

    kept: int
    rejected: int


@dataclass(frozen=True)
class Branch:
    """A line of the tree: what its name adds to that of the branch above, how deep it is, and the rows below it."""

    name: str
    depth: int
    leaves: int
    kept: int
    rejected: int
    is_leaf: bool


def tree(leaves: Mapping[str, Yield]) -> list[Branch]:
    """Give the tree as lines from its root: a name that several leaves begin with is a branch.

    Names of leaves join the folders of their path by `_`, so that a branch may be a part of a folder's name.
    """
    return list(_below(sorted((name.split("_"), rows) for name, rows in leaves.items()), 0))


def _below(leaves: Sequence[tuple[list[str], Yield]], depth: int) -> Iterator[Branch]:
    for _, some in groupby(leaves, key=lambda leaf: leaf[0][:1]):
        alike = list(some)
        shared = _shared([parts for parts, _ in alike])
        kept, rejected = (sum(rows[at] for _, rows in alike) for at in (0, 1))
        name = " ".join(alike[0][0][:shared])
        yield Branch(name or "(itself)", depth, len(alike), kept, rejected, len(alike) == 1)
        if len(alike) > 1:
            yield from _below([(parts[shared:], rows) for parts, rows in alike], depth + 1)


def _shared(names: Sequence[Sequence[str]]) -> int:
    """Give how many words all names begin with."""
    if len(names) == 1:
        return len(names[0])
    return next((at for at, words in enumerate(zip(*names, strict=False)) if len(set(words)) > 1), min(map(len, names)))
