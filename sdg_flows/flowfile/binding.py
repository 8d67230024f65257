from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Binding:
    """The choices of a run that decide what the settings in a flow file mean.

    `num_instructions` is what `n: scaled` stands for. `model_family` names the chat format of every block, over the
    blocks' own. `max_tokens` gives blocks, by name, another limit than the flow file does.
    """

    num_instructions: int | None = None
    model_family: str | None = None
    max_tokens: Mapping[str, int] = field(default_factory=dict[str, int])


UNBOUND = Binding()
"""A run that chooses nothing."""
