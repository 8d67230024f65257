from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sdg_flows.flowfile.dialects.sdg_framework_step import translate_block
from sdg_flows.flowfile.dialects.translated_block import translated_block
from sdg_flows.flowfile.drops import DROPS, drop_faults, parse_drops
from sdg_flows.flowfile.entry import Entry, Reading
from sdg_flows.flowfile.iteration import unwrap_iteration
from sdg_flows.flowfile.notes import At, MarkedFile, Notes
from sdg_flows.flowfile.prompt_places import resolve_prompt_paths
from sdg_flows.flowfile.yaml_kinds import is_list, is_mapping, kind_of

KEYS = ("block_type", "block_config", "gen_kwargs", *DROPS, "num_samples")


def read_sdg_framework(source: MarkedFile) -> Reading:
    """Read a flow file that is a list of blocks with `block_type` and `block_config`.

    The list may stand under `block_configs`, or be a mapping whose values are the blocks. Names need not differ: the
    second block of a name gets a 2 behind it, and so on.

    Source: SDG Framework (sdg_hub before 0.2).
    """
    places = _places(source)
    if not places:
        return Reading((), source.problem((), "there are no blocks; expected a list of them with 'block_type'."))
    entries: list[Entry] = []
    notes = Notes()
    for at in places:
        entry, said = _entry(source, at, [entry.name for entry in entries])
        entries += [entry] if entry else []
        notes += said
    return Reading(tuple(entries), notes)


def _places(source: MarkedFile) -> list[At]:
    value = source.value
    if is_mapping(value) and is_list(value.get("block_configs")):
        return [("block_configs", index) for index in range(len(value["block_configs"]))]
    return [(key,) for key in (range(len(value)) if is_list(value) else value)]


def _at(source: MarkedFile, at: At) -> Any:  # noqa: ANN401  what a YAML file holds
    value = source.value
    for part in at:
        value = value[part]
    return value


def _entry(source: MarkedFile, at: At, taken: Sequence[str]) -> tuple[Entry | None, Notes]:
    item = _at(source, at)
    if not is_mapping(item) or not isinstance(item.get("block_type"), str):
        found = kind_of(item) if not is_mapping(item) else "no 'block_type'"
        return None, source.problem(at, f"a block holds {found}; expected block_type and block_config.")
    config = item.get("block_config")
    if not is_mapping(config):
        return None, source.problem(at, f"'block_config' of {item['block_type']} is no mapping; expected its settings.")
    named = config.get("block_name", item["block_type"])
    who = f"block {named!r}"
    notes = source.unknown_keys(at, item, KEYS, who, lenient=False)
    for key, text in drop_faults(item):
        notes += source.problem((*at, key), f"{who}: {key!r} {text}")
    step = translate_block(item["block_type"], config, item.get("gen_kwargs"))
    kind, said = translated_block(step, item["block_type"], source, at, who)
    notes += said
    if kind is None:
        return None, notes
    inner = unwrap_iteration(kind, step.config)
    for key, text in inner.faults:
        notes += source.problem((*at, "block_config", key), f"{who}: {key!r} {text}")
    if inner.kind is None:
        return None, notes
    settings = resolve_prompt_paths(inner.config, Path(source.file))
    moved = _moved(at, item, config)
    name, config_at = _free(str(named), taken), (*at, "block_config")
    return Entry(name, inner.kind, settings, at, config_at, parse_drops(item), moved, inner.num_iters), notes


def _moved(at: At, item: Mapping[str, Any], config: Mapping[str, Any]) -> dict[At, At]:
    """Return the place of each sampling parameter that stands beside `block_config`."""
    beside, inside = item.get("gen_kwargs"), config.get("gen_kwargs")
    if not is_mapping(beside):
        return {}
    keys = [key for key in beside if not is_mapping(inside) or key not in inside]
    return {("gen_kwargs", key): (*at, "gen_kwargs", key) for key in keys}


def _free(name: str, taken: Sequence[str]) -> str:
    candidates = (name if count == 1 else f"{name} {count}" for count in range(1, len(taken) + 2))
    return next(free for free in candidates if free not in taken)
