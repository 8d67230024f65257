from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sdg_flows.core.errors import listed
from sdg_flows.flowfile.dialects.sdg_hub_step import ADDRESS, NOT_OFFERED, SECRETS, translate_block
from sdg_flows.flowfile.dialects.translated_block import translated_block
from sdg_flows.flowfile.entry import Entry, Reading
from sdg_flows.flowfile.notes import At, MarkedFile, Notes
from sdg_flows.flowfile.prompt_places import resolve_prompt_paths
from sdg_flows.flowfile.yaml_kinds import is_list, is_mapping, kind_of

KEYS = ("metadata", "parameters", "blocks")
STEP_KEYS = ("block_type", "block_config", "runtime_overrides")


def read_sdg_hub(source: MarkedFile) -> Reading:
    """Read a flow file with `metadata` and `blocks` of `block_type` and `block_config`.

    Source: sdg_hub 0.2 to 0.9.
    """
    notes = source.unknown_keys((), source.value, KEYS, "a flow file", lenient=False)
    if source.value.get("parameters"):
        notes += source.warning(("parameters",), "'parameters' are not read by any block, and are ignored.")
    blocks = source.value.get("blocks")
    if not is_list(blocks) or not blocks:
        return Reading((), notes + source.problem(("blocks",), "there are no blocks; expected a list of them."))
    entries: list[Entry] = []
    for index in range(len(blocks)):
        entry, said = _entry(source, index)
        entries += [entry] if entry else []
        notes += said
    return Reading(tuple(entries), notes)


def _entry(source: MarkedFile, index: int) -> tuple[Entry | None, Notes]:
    at: At = ("blocks", index)
    item = source.value["blocks"][index]
    if not is_mapping(item) or not isinstance(item.get("block_type"), str) or not is_mapping(item.get("block_config")):
        found = kind_of(item) if not is_mapping(item) else listed(item)
        return None, source.problem(at, f"block {index + 1} holds {found}; expected block_type and block_config.")
    config: Mapping[str, Any] = item["block_config"]
    name = str(config.get("block_name", f"block {index + 1}"))
    who = f"block {name!r}"
    notes = source.unknown_keys(at, item, STEP_KEYS, who, lenient=False) + _secrets(source, at, config, who)
    if item.get("runtime_overrides"):
        text = f"{who}: 'runtime_overrides' is not read, and is ignored."
        notes += source.warning((*at, "runtime_overrides"), text)
    if item["block_type"] in NOT_OFFERED:
        text = f"{who}: {item['block_type']} {NOT_OFFERED[item['block_type']]}"
        return None, notes + source.problem((*at, "block_type"), text)
    step = translate_block(item["block_type"], config)
    kind, said = translated_block(step, item["block_type"], source, at, who)
    notes += said
    if kind is None:
        return None, notes
    settings = resolve_prompt_paths(step.config, Path(source.file))
    return Entry(name, kind, settings, at, (*at, "block_config")), notes


def _secrets(source: MarkedFile, at: At, config: Mapping[str, Any], who: str) -> Notes:
    notes = Notes()
    for key in (key for key in (*SECRETS, ADDRESS) if config.get(key)):
        instead = "give --endpoint" if key == ADDRESS else "set OPENAI_API_KEY"
        more = "endpoint" if key == ADDRESS else "key_env"
        text = f"{who}: {key!r} does not belong into a flow file; {instead}, or {more} in a teacher file."
        notes += source.problem((*at, "block_config", key), text)
    return notes
