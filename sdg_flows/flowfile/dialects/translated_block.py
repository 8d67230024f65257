from __future__ import annotations

from sdg_flows.core.block import Block
from sdg_flows.core.errors import did_you_mean
from sdg_flows.flowfile.dialects.sdg_framework_step import Step
from sdg_flows.flowfile.known_blocks import known_blocks
from sdg_flows.flowfile.notes import At, MarkedFile, Notes


def translated_block(
    step: Step, written: str, source: MarkedFile, at: At, who: str
) -> tuple[type[Block] | None, Notes]:
    """Return the block of a step said in our words, None when there is no such block, and what is to be said about it.

    `written` is the block's type in the file, `who` the step as it is called in messages.
    """
    notes = sum((source.warning(at, f"{who}: {text}") for text in step.warnings), Notes())
    kind = known_blocks().get(step.block_type)
    if kind is None:
        near = did_you_mean(step.block_type, known_blocks())
        notes += source.problem((*at, "block_type"), f"names no block: {written!r}.{near}")
    return kind, notes
