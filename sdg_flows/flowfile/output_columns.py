"""`output_columns`: which of the columns that a flow file makes are in its result."""

from __future__ import annotations

from collections.abc import Sequence

from sdg_flows.blocks.drop_columns import DropColumnsBlock
from sdg_flows.core.errors import did_you_mean
from sdg_flows.core.pipeline import Pipeline, PlacedBlock, needed_columns
from sdg_flows.flowfile.notes import At, MarkedFile, Notes
from sdg_flows.flowfile.yaml_kinds import is_mapping, is_texts, kind_of

AT: At = ("metadata", "output_columns")


def output_columns_block(source: MarkedFile, steps: Sequence[PlacedBlock]) -> tuple[tuple[PlacedBlock, ...], Notes]:
    """Return the block that drops what the steps make and `output_columns` does not name; none without that key.

    Columns of the input stay.

    Source: sdg_hub 0.9.
    """
    metadata = source.value.get("metadata") if is_mapping(source.value) else None
    kept = metadata.get("output_columns") if is_mapping(metadata) else None
    if not kept:
        return (), Notes()
    if not is_texts(kept):
        return (), source.problem(AT, f"'output_columns' holds {kind_of(kept)}; expected a list of column names.")
    needed = needed_columns(Pipeline("", source.file, tuple(steps)))
    made = list(dict.fromkeys(name for step in steps for name in step.block.columns.adds))
    unknown = [name for name in kept if name not in (*made, *needed)]
    notes = Notes()
    for name in unknown:
        near = did_you_mean(name, [*made, *needed])
        notes += source.warning(AT, f"'output_columns' names {name!r}, which no block makes.{near}")
    gone = tuple(name for name in made if name not in (*kept, *needed))
    place = f"{source.file}:{source.marked.line(AT)}"
    return (PlacedBlock(DropColumnsBlock(name="output_columns", cols=gone), place),) if gone else (), notes
