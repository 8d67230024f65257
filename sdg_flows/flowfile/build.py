from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from sdg_flows.blocks.iter import iterated
from sdg_flows.core.block import Block
from sdg_flows.core.pipeline import PlacedBlock
from sdg_flows.core.prompts import ChatFormat
from sdg_flows.flowfile.drops import DROPS
from sdg_flows.flowfile.entry import Entry
from sdg_flows.flowfile.files import ReferencedFiles
from sdg_flows.flowfile.notes import At, MarkedFile, Notes
from sdg_flows.flowfile.sentences import setting_path, setting_problems
from sdg_flows.flowfile.yaml_kinds import is_mapping


def build_blocks(
    entry: Entry, source: MarkedFile, files: ReferencedFiles, *, lenient: bool
) -> tuple[tuple[PlacedBlock, ...], Notes]:
    """Return the blocks that a step stands for: its own, then one for each of its drops; none when it has problems."""
    limited, notes = _with_token_limit(entry, source, files.binding.max_tokens)
    if "name" in limited.config:
        notes += source.problem((*entry.config_at, "name"), f"{entry.label} has its name beside 'config', not in it.")
    if lenient:
        limited, ignored = _without_unknown(limited, source, files)
        notes += ignored
    try:
        block = _validate(limited, files)
    except ValidationError as error:
        return (), notes + Notes(problems=tuple(setting_problems(error, limited, source)))
    whole = block if entry.num_iters is None else iterated(entry.name, entry.num_iters, block)
    return (_place(whole, source, entry.at), *_drops(entry, source)), notes + _formats_without_prompt(
        block, entry, source
    )


def _validate(entry: Entry, files: ReferencedFiles) -> Block:
    return entry.kind.model_validate({**entry.config, "name": entry.name}, context={"files": files})


def _with_token_limit(entry: Entry, source: MarkedFile, max_tokens: Mapping[str, int]) -> tuple[Entry, Notes]:
    """Put the run's limit on tokens, if there is one for this block, in place of the flow file's."""
    if entry.name not in max_tokens:
        return entry, Notes()
    if "gen_kwargs" not in entry.kind.model_fields:
        return entry, source.problem(entry.at, f"{entry.label} asks no teacher, so max_tokens cannot be set for it.")
    asked: object = entry.config.get("gen_kwargs", {})
    if not is_mapping(asked):
        return entry, Notes()
    key = "max_completion_tokens" if "max_completion_tokens" in asked else "max_tokens"
    gen_kwargs = {**asked, key: max_tokens[entry.name]}
    return replace(entry, config={**entry.config, "gen_kwargs": gen_kwargs}), Notes()


def _without_unknown(entry: Entry, source: MarkedFile, files: ReferencedFiles) -> tuple[Entry, Notes]:
    """Leave out the settings that are not known, with a warning for each."""
    try:
        _validate(entry, files)
    except ValidationError as error:
        unknown = [
            setting_path(detail, entry.config)
            for detail in error.errors(include_url=False)
            if detail["type"] == "extra_forbidden"
        ]
        notes = Notes()
        for setting in unknown:
            text = f"{entry.label} has no setting {'.'.join(map(str, setting))!r}; it is ignored."
            notes += source.warning(entry.place_of(setting), text)
            entry = replace(entry, config=_without(entry.config, setting))
        return entry, notes
    return entry, Notes()


def _without(settings: Mapping[str, Any], at: At) -> dict[str, Any]:
    key, *deeper = at
    if not deeper:
        return {name: value for name, value in settings.items() if name != key}
    return {name: _without(value, tuple(deeper)) if name == key else value for name, value in settings.items()}


def _formats_without_prompt(block: Block, entry: Entry, source: MarkedFile) -> Notes:
    """Note each chat format of the block's own that leaves the prompt out."""
    lost = (setting for setting, value in block if isinstance(value, ChatFormat) and not value.variables)
    text = "has no variable, so the prompt would not be sent; write {{ prompt }} where it belongs."
    return sum((source.problem(entry.place_of((it,)), f"{entry.label}: {it!r} {text}") for it in lost), Notes())


def _drops(entry: Entry, source: MarkedFile) -> Iterator[PlacedBlock]:
    for key, columns in entry.drops.items():
        block = DROPS[key].model_validate({"name": f"{entry.name}.{key}", "cols": columns})
        yield _place(block, source, entry.moved.get((key,), (*entry.at, key)))


def _place(block: Block, source: MarkedFile, at: At) -> PlacedBlock:
    line = source.marked.line(at)
    return PlacedBlock(block, f"{source.file}:{line}")
