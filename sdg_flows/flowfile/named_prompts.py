from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sdg_flows.core.pipeline import Pipeline
from sdg_flows.core.prompts import Prompt
from sdg_flows.flowfile.flow_text import flow_text
from sdg_flows.flowfile.imports import resolve_imports
from sdg_flows.flowfile.yaml_kinds import is_list, is_mapping


@dataclass(frozen=True)
class NamedPrompt:
    """A prompt of a block, and its file as the flow file names it."""

    file: str
    prompt: Prompt


def named_prompts(path: Path, pipeline: Pipeline) -> dict[str, list[NamedPrompt]]:
    """Return the prompts of each block that has any, by the block's name; `pipeline` is what `path` was loaded into."""
    written = {step.entry.name: step.entry.config for step in resolve_imports(flow_text(path))[0]}
    found: dict[str, list[NamedPrompt]] = {}
    for block in pipeline.blocks:
        config = written.get(block.name, {})
        for setting in (setting for setting in config if setting in type(block).model_fields):
            if prompts := _prompts(getattr(block, setting)):
                found.setdefault(block.name, []).extend(map(NamedPrompt, _texts(config[setting]), prompts))
    return found


def _prompts(value: object) -> list[Prompt]:
    """Return the prompts that a setting holds: itself, or the values of a mapping."""
    values: Iterable[object] = value.values() if isinstance(value, Mapping) else (value,)
    return [prompt for prompt in values if isinstance(prompt, Prompt)]


def _texts(written: object) -> list[str]:
    """Return the files that a flow file names for a setting: one, the values of a mapping, or the starts of pairs."""
    if is_mapping(written):
        return [str(file) for file in written.values()]
    return [str(pair[0]) for pair in written] if is_list(written) else [str(written)]
