from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from inspect import isclass

from sdg_flows.blocks import BLOCKS
from sdg_flows.core.block import Block
from sdg_flows.core.errors import SettingsError

GROUP = "sdg_flows.blocks"
"""The entry points by which installed packages add blocks; the name is the `type` in a flow file."""


@cache
def known_blocks() -> Mapping[str, type[Block]]:
    """Return every block that a flow file can name: ours, then those of installed packages by name.

    Raises:
        SettingsError: as `add_installed_blocks` says.
    """
    return add_installed_blocks(BLOCKS, entry_points(group=GROUP))


def add_installed_blocks(blocks: Mapping[str, type[Block]], points: Iterable[EntryPoint]) -> dict[str, type[Block]]:
    """Add the blocks of entry points.

    Raises:
        SettingsError: a name is taken, or an entry point does not lead to a block.
    """
    known = dict(blocks)
    for point in sorted(points, key=lambda it: (it.name, it.value)):
        if point.name in known:
            there = known[point.name]
            raise SettingsError(
                f"an installed package adds the block {point.name!r} as {point.value!r}, and the name is taken by "
                f"{there.__module__}:{there.__qualname__}."
            )
        known[point.name] = _block(point)
    return known


def _block(point: EntryPoint) -> type[Block]:
    try:
        found: object = point.load()
    except (ImportError, AttributeError) as error:
        raise SettingsError(
            f"an installed package adds the block {point.name!r} as {point.value!r}, which cannot be imported: {error}."
        ) from error
    if not isclass(found) or not issubclass(found, Block):
        raise SettingsError(
            f"an installed package adds the block {point.name!r} as {point.value!r}, which is no subclass of Block."
        )
    return found
