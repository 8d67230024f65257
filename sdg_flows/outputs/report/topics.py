"""The topics of the rows: the leaves of the taxonomy as a tree, with the kept and rejected rows of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

MAX_LEAVES = 300


class RowCounts(NamedTuple):
    """The numbers of rows kept and rejected, such as of a leaf."""

    kept: int
    rejected: int


@dataclass(frozen=True)
class TreeLine:
    """A line of the tree: its name without that of the branch above, its depth, and the rows below it."""

    name: str
    depth: int
    leaves: int
    kept: int
    rejected: int
    is_leaf: bool


def tree(leaves: Mapping[str, RowCounts]) -> list[TreeLine]:
    """Return the tree as lines from its root; a common prefix of several leaf names is a branch.

    A leaf name joins the folders of its path with `_`, so a branch may be part of a folder's name.
    """
    return list(_below(sorted((name.split("_"), rows) for name, rows in leaves.items()), 0))


def _below(leaves: Sequence[tuple[list[str], RowCounts]], depth: int) -> Iterator[TreeLine]:
    for _, group in groupby(leaves, key=lambda leaf: leaf[0][:1]):
        leaves_below = list(group)
        shared = _shared_words([parts for parts, _ in leaves_below])
        kept, rejected = (sum(rows[index] for _, rows in leaves_below) for index in (0, 1))
        name = " ".join(leaves_below[0][0][:shared])
        yield TreeLine(name or "(itself)", depth, len(leaves_below), kept, rejected, len(leaves_below) == 1)
        if len(leaves_below) > 1:
            yield from _below([(parts[shared:], rows) for parts, rows in leaves_below], depth + 1)


def _shared_words(names: Sequence[Sequence[str]]) -> int:
    """Return the length of the longest common prefix, in words."""
    if len(names) == 1:
        return len(names[0])
    return next(
        (index for index, words in enumerate(zip(*names, strict=False)) if len(set(words)) > 1), min(map(len, names))
    )
