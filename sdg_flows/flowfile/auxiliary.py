from __future__ import annotations

from pathlib import Path
from typing import Any

from sdg_flows.core.errors import FlowFileError
from sdg_flows.flowfile.flow_text import flow_text
from sdg_flows.flowfile.notes import At, MarkedFile, Notes
from sdg_flows.flowfile.yaml_kinds import is_mapping, is_texts, kind_of

MIXING: At = ("datamixing",)
INSTRUCTIONS = "auxiliary_instructions"


def auxiliary_instructions(path: Path) -> dict[str, list[str]]:
    """Return a flow file's instructions for auxiliary rows, by dataset type; empty when it has none.

    Raises:
        FlowFileError: the file cannot be read, or its `datamixing` is not of this shape.
    """
    source = flow_text(path)
    if not is_mapping(source.value):
        return {}
    notes = datamixing_notes(source, lenient=True)
    if notes.problems:
        raise FlowFileError(notes.problems)
    mixing: dict[str, Any] = source.value.get("datamixing") or {}
    return mixing.get(INSTRUCTIONS) or {}


def datamixing_notes(source: MarkedFile, *, lenient: bool) -> Notes:
    """Note what is wrong with `datamixing`: null, or lists of texts by name under `auxiliary_instructions`."""
    mixing: Any = source.value.get("datamixing")
    if mixing is None:
        return Notes()
    if not is_mapping(mixing):
        return source.problem(MIXING, f"'datamixing' holds {kind_of(mixing)}; expected a mapping.")
    notes = source.unknown_keys(MIXING, mixing, (INSTRUCTIONS,), "'datamixing'", lenient=lenient)
    by_type = mixing.get(INSTRUCTIONS)
    if by_type is None:
        return notes
    if not is_mapping(by_type):
        text = f"'auxiliary_instructions' holds {kind_of(by_type)}; expected lists of texts by dataset type."
        return notes + source.problem((*MIXING, INSTRUCTIONS), text)
    for name in (name for name, texts in by_type.items() if not is_texts(texts)):
        notes += source.problem(
            (*MIXING, INSTRUCTIONS, name), f"{name!r} holds {kind_of(by_type[name])}; expected a list of texts."
        )
    return notes
