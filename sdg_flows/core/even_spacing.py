"""Evenly spaced places."""

from __future__ import annotations


def evenly_spaced(count: int, wanted: int) -> list[int]:
    """Give `wanted` places from 0, evenly spread over `count`, or all when there are fewer."""
    if count <= wanted:
        return list(range(count))
    return [(2 * at + 1) * count // (2 * wanted) for at in range(wanted)]
