"""Evenly spaced indexes."""

from __future__ import annotations


def evenly_spaced(count: int, wanted: int) -> list[int]:
    """Return `wanted` evenly spaced indexes below `count`, or all when there are fewer."""
    if count <= wanted:
        return list(range(count))
    return [(2 * index + 1) * count // (2 * wanted) for index in range(wanted)]
