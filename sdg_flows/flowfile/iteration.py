"""`IterBlock`: a step whose settings are those of the block that it runs several times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sdg_flows.blocks.iter import IterBlock
from sdg_flows.core.block import Block
from sdg_flows.core.errors import did_you_mean
from sdg_flows.flowfile.known_blocks import known_blocks
from sdg_flows.flowfile.yaml_kinds import kind_of


@dataclass(frozen=True)
class Inner:
    """The block that a step runs and its settings; `num_iters` is None when it runs once, as most do.

    `faults` say what is wrong with a setting: its name, and the sentence that begins with it.
    """

    kind: type[Block] | None
    config: Mapping[str, Any]
    num_iters: int | None = None
    faults: tuple[tuple[str, str], ...] = ()


def unwrap_iteration(kind: type[Block] | None, config: Mapping[str, Any]) -> Inner:
    """Take an `IterBlock` apart; another block is its own inner one."""
    if kind is not IterBlock:
        return Inner(kind, config)
    count, named = config.get("num_iters"), config.get("block_type")
    inner = known_blocks().get(named) if isinstance(named, str) else None
    faults: list[tuple[str, str]] = []
    times = count if type(count) is int and count >= 0 else None
    if times is None:
        faults.append(("num_iters", f"holds {kind_of(count)}; expected a whole number from 0."))
    if inner is None or inner is IterBlock:
        near = did_you_mean(named, known_blocks()) if isinstance(named, str) else ""
        faults.append(("block_type", f"holds {kind_of(named)}; expected the block that is repeated.{near}"))
        inner = None
    settings = {key: value for key, value in config.items() if key not in ("num_iters", "block_type")}
    return Inner(inner, settings, times or 0, tuple(faults))
