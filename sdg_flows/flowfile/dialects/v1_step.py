from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sdg_flows.core.block import Block
from sdg_flows.core.errors import did_you_mean, listed
from sdg_flows.flowfile.dialects.v1_moved import move_settings
from sdg_flows.flowfile.drops import DROPS, drop_faults, parse_drops
from sdg_flows.flowfile.entry import Entry, Import
from sdg_flows.flowfile.iteration import unwrap_iteration
from sdg_flows.flowfile.known_blocks import known_blocks
from sdg_flows.flowfile.notes import At, MarkedFile, Notes
from sdg_flows.flowfile.yaml_kinds import is_mapping, kind_of

KEYS = ("name", "type", "config", *DROPS)
IMPORT = "ImportBlock"
"""The type of a step that is no block, but stands for the steps of another flow file."""


def read_step(source: MarkedFile, index: int, *, lenient: bool) -> tuple[Entry | Import | None, Notes]:
    """Read one step; None when it is too incomplete for its settings to be looked at."""
    at: At = ("blocks", index)
    step = source.value["blocks"][index]
    if not is_mapping(step):
        return None, source.problem(at, f"step {index + 1} holds {kind_of(step)}; expected name, type and config.")
    name = step["name"] if isinstance(step.get("name"), str) else str(index + 1)
    if step.get("type") == IMPORT:
        return _import(source, index, name, lenient=lenient)
    return _entry(source, index, name, lenient=lenient)


def _entry(source: MarkedFile, index: int, name: str, *, lenient: bool) -> tuple[Entry | None, Notes]:
    at: At = ("blocks", index)
    kind, who = _kind(source.value["blocks"][index]), f"step {name!r}"
    moved = move_settings(source.value["blocks"][index], kind)
    step, places = moved.step, moved.places(at)
    misplaced = [] if lenient else _misplaced(step, kind)
    notes = source.unknown_keys(at, [key for key in step if key not in misplaced], KEYS, who, lenient=lenient)
    for found, text in moved.warnings:
        notes += source.warning((*at, *found), f"{who}: {text}")
    for found, text in moved.problems:
        notes += source.problem((*at, *found), f"{who}: {text}")
    for key, text in [*_faults(step), *((key, "is a setting; put it under 'config'.") for key in misplaced)]:
        notes += source.problem(places.get((key,), (*at, key)), f"{who}: {key!r} {text}")
    config = step.get("config")
    if not is_mapping(config):
        return None, notes
    inner = unwrap_iteration(kind, config)
    for key, text in inner.faults:
        notes += source.problem((*at, "config", key), f"{who}: {key!r} {text}")
    if inner.kind is None:
        return None, notes
    return Entry(name, inner.kind, inner.config, at, (*at, "config"), parse_drops(step), places, inner.num_iters), notes


def _import(source: MarkedFile, index: int, name: str, *, lenient: bool) -> tuple[Import | None, Notes]:
    """Read a step that imports; its path stands in it or in its `config`."""
    at: At = ("blocks", index)
    step, who = source.value["blocks"][index], f"step {name!r}"
    config = step.get("config") or {}
    notes = source.unknown_keys(at, step, (*KEYS, "path"), who, lenient=lenient)
    if is_mapping(config):
        notes += source.unknown_keys((*at, "config"), config, ("path",), who, lenient=lenient)
    for key, text in _faults({"config": {}, **step}):
        notes += source.problem((*at, key), f"{who}: {key!r} {text}")
    inside = is_mapping(config) and "path" in config and "path" not in step
    path = (config if inside else step).get("path")
    path_at: At = (*at, *(("config",) if inside else ()), "path")
    if not isinstance(path, str):
        found = "is missing" if path is None else f"holds {kind_of(path)}"
        return None, notes + source.problem(path_at, f"{who}: 'path' {found}; expected the path of a flow file.")
    return Import(name, path, at, path_at, parse_drops(step)), notes


def _kind(step: Mapping[str, Any]) -> type[Block] | None:
    named = step.get("type")
    return known_blocks().get(named) if isinstance(named, str) else None


def _misplaced(step: Mapping[str, Any], kind: type[Block] | None) -> list[str]:
    """Return the keys of a step that are settings of its block."""
    return [key for key in step if key not in KEYS and kind is not None and key in kind.model_fields]


def _faults(step: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a step's keys: the key, and the sentence that begins with it."""
    types = [*known_blocks(), IMPORT]
    if not isinstance(step.get("name"), str) or not step["name"].strip():
        yield "name", f"{_found(step, 'name')}; expected a text."
    if not isinstance(step.get("type"), str):
        yield "type", f"{_found(step, 'type')}; expected one of: {listed(types)}."
    elif step["type"] not in types:
        yield "type", f"names no block: {step['type']!r}.{did_you_mean(step['type'], types)}"
    if not is_mapping(step.get("config")):
        yield "config", f"{_found(step, 'config')}; expected a mapping of settings, {{}} for none."
    yield from drop_faults(step)
    drops = parse_drops(step)
    for column in sorted({*drops.get("drop_columns", ())} & {*drops.get("drop_duplicates", ())}):
        yield "drop_duplicates", f"looks for duplicates in {column!r}, which 'drop_columns' has dropped before."


def _found(step: Mapping[str, Any], key: str) -> str:
    return f"holds {kind_of(step[key])}" if key in step else "is missing"
