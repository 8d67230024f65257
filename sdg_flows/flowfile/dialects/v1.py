from __future__ import annotations

from sdg_flows.flowfile.auxiliary import datamixing_notes
from sdg_flows.flowfile.dialects.v1_step import read_step
from sdg_flows.flowfile.entry import Entry, Import, Reading
from sdg_flows.flowfile.notes import MarkedFile, Notes
from sdg_flows.flowfile.version import version_notes
from sdg_flows.flowfile.yaml_kinds import is_list, is_mapping, kind_of

KEYS = ("version", "blocks", "datamixing")


def read_v1(source: MarkedFile) -> Reading:
    """Read a flow file whose top is a mapping with `version` and `blocks`.

    Source: InstructLab pipeline YAML, version 1.0.
    """
    standing, notes = version_notes(source)
    if standing == "future":
        return Reading((), notes)
    lenient = standing == "newer"
    notes += source.unknown_keys((), source.value, KEYS, "a flow file", lenient=lenient)
    notes += datamixing_notes(source, lenient=lenient)
    steps = source.value.get("blocks")
    if not is_list(steps) or not steps:
        return Reading((), notes + _no_steps(source), lenient)
    entries: list[Entry | Import] = []
    for index in range(len(steps)):
        entry, step_notes = read_step(source, index, lenient=lenient)
        entries += [entry] if entry else []
        notes += step_notes
    return Reading(tuple(entries), notes + _repeated_names(source), lenient)


def _no_steps(source: MarkedFile) -> Notes:
    if "blocks" not in source.value:
        return source.problem((), "there is no 'blocks' section; expected a list of blocks.")
    text = f"'blocks' holds {kind_of(source.value['blocks'])}; expected a list of blocks."
    return source.problem(("blocks",), text)


def _repeated_names(source: MarkedFile) -> Notes:
    first: dict[str, int] = {}
    notes = Notes()
    for index, step in enumerate(source.value["blocks"]):
        name = step.get("name") if is_mapping(step) else None
        if not isinstance(name, str):
            continue
        if name in first:
            line = source.marked.line(("blocks", first[name], "name"))
            notes += source.problem(
                ("blocks", index, "name"), f"the name {name!r} is taken by the step in line {line}."
            )
        first.setdefault(name, index)
    return notes
