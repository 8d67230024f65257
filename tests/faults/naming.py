"""How a request says what is to go wrong: by the name of the model that it asks for."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

_NAMED = re.compile(r"(?P<fault>[\w-]+)(?:%(?P<share>\d+))?(?:@(?P<first>\d+))?")


@dataclass(frozen=True)
class FaultName:
    """`name`, `name%P` for P of 100 prompts, `name@K` for the first K calls of a prompt, or `name%P@K`."""

    fault: str
    share: int = 100
    first: int | None = None

    def strikes(self, prompt: str, call: int) -> bool:
        """Say whether call number `call` of a prompt is to go wrong; the prompts that do are the same each time."""
        drawn = int(hashlib.sha256(f"share {prompt}".encode(errors="replace")).hexdigest(), 16) % 100
        return drawn < self.share and (self.first is None or call <= self.first)


def fault_name(model: str) -> FaultName:
    """Read the name of a model; ValueError when it is no name of a fault."""
    named = _NAMED.fullmatch(model)
    if named is None:
        raise ValueError(f"{model!r}: expected name, name%P, name@K or name%P@K")
    first = int(named["first"]) if named["first"] else None
    return FaultName(named["fault"], int(named["share"] or 100), first)
