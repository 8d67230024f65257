from __future__ import annotations

from dataclasses import dataclass, field

from sdg_flows.core.block import Outcome
from sdg_flows.core.exchange import Usage


@dataclass(frozen=True)
class BlockResult:
    """The outcome of one block on one shard, the digest of the rows it kept, and what its answers cost."""

    outcome: Outcome
    kept_digest: str
    asked: int = 0
    kept_answers: int = 0
    usage: Usage = field(default_factory=Usage)
    seconds: float = 0.0
