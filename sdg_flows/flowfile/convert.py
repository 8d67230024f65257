"""A flow file of any dialect as one with `version` and `blocks`."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from sdg_flows.core.errors import FlowFileError, Problem
from sdg_flows.flowfile.dialect import detect_dialect
from sdg_flows.flowfile.flow_text import flow_text
from sdg_flows.flowfile.imports import FoundStep, resolve_imports
from sdg_flows.flowfile.known_blocks import known_blocks
from sdg_flows.flowfile.notes import MarkedFile, Notes
from sdg_flows.flowfile.prompt_places import map_prompt_paths
from sdg_flows.flowfile.text_file import resolve_referenced_file
from sdg_flows.flowfile.version import NEWEST
from sdg_flows.flowfile.yaml_kinds import is_mapping
from sdg_flows.yamltext.scalars import scalar_value

WIDTH = 120


@dataclass(frozen=True)
class ConvertedFlow:
    """The text of a flow file, and what could not be said in it or was read in another way."""

    text: str
    warnings: tuple[Problem, ...]


def to_v1(path: Path, folder: Path) -> ConvertedFlow:
    """Write a flow file in the words of version 1.0, as a file in `folder`; comments are not kept.

    Imports are written out. Paths of prompt files are as seen from `folder`, absolute when they lead out of its reach.

    Raises:
        FlowFileError: with every problem of the file, but for those in its blocks' settings.
    """
    source = flow_text(path)
    steps, notes = resolve_imports(source)
    if notes.problems:
        raise FlowFileError(notes.problems)
    is_v1 = detect_dialect(source.value) == "v1"
    version = str(source.value["version"]) if is_v1 else ".".join(map(str, NEWEST))
    value: dict[str, Any] = {"version": version, "blocks": [_step_as_v1(step, folder) for step in steps]}
    if is_v1 and "datamixing" in source.value:
        value["datamixing"] = source.value["datamixing"]
    text = yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH)
    return ConvertedFlow(text, (*_inexpressible(source).warnings, *notes.warnings))


def _step_as_v1(step: FoundStep, folder: Path) -> dict[str, Any]:
    entry = step.entry
    names = {kind: name for name, kind in known_blocks().items()}
    kind = names[entry.kind]
    config = map_prompt_paths(entry.config, lambda path: _relative_to(folder, Path(step.source.file).parent / path))
    if entry.num_iters is not None:
        kind, config = "IterBlock", {"num_iters": entry.num_iters, "block_type": kind, **config}
    drops = {key: list(columns) for key, columns in entry.drops.items()}
    return {"name": entry.name, "type": kind, "config": config, **drops}


def _relative_to(folder: Path, file: Path) -> str:
    relative = os.path.relpath(file, folder)
    try:
        resolve_referenced_file(folder, relative)
    except ValueError:
        return os.path.abspath(file)
    return relative


def _inexpressible(source: MarkedFile) -> Notes:
    """Note what the file says beside its blocks that version 1.0 has no words for."""
    if not is_mapping(source.value) or not source.value.get("metadata"):
        return Notes()
    return source.warning(("metadata",), "'metadata' cannot be said in version 1.0, and is left out.")


class _Dumper(yaml.SafeDumper):
    """Write texts so that they are read as texts again, and nothing by aliases."""

    def ignore_aliases(self, data: object) -> bool:
        """Write everything out."""
        return True


def _text(dumper: _Dumper, text: str) -> yaml.Node:
    style = "'" if scalar_value(text) != text or text == "<<" else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


_Dumper.add_representer(str, _text)
